-- Drives the server from Neovim 0.11. Waits for answers; Neovim's limit of 60 seconds ends a wait that fails.
local limit = 60000

local function fail(message)
  io.stderr:write('failed: ' .. tostring(message) .. '\n')
  vim.cmd('cquit 1')
end

local function check(what, condition, seen)
  if not condition then error(what .. ': ' .. vim.inspect(seen), 0) end
end

local function ask(method, params)
  local client = vim.lsp.get_clients({ name = 'portcullis' })[1]
  local answer = assert(client:request_sync(method, params, limit, vim.api.nvim_get_current_buf()), method .. ': no answer')
  check(method, answer.err == nil, answer.err)
  return answer.result
end

local function names(list, of)
  return vim.tbl_map(of, list or {})
end

-- Opens a file as a person does, and puts the cursor at the "|" of a part of the text.
local function at(part)
  local column = part:find('|', 1, true)
  local plain = part:gsub('|', '')
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local start = line:find(plain, 1, true)
    if start then
      vim.api.nvim_win_set_cursor(0, { number, start + column - 2 })
      return vim.lsp.util.make_position_params(0, 'utf-16')
    end
  end
  error('no "' .. plain .. '"', 0)
end

local function open(name)
  vim.cmd.edit(name)
  check(name .. ' has a server', vim.wait(limit, function()
    return #vim.lsp.get_clients({ bufnr = 0, name = 'portcullis' }) > 0
  end), vim.bo.filetype)
end

local function codes()
  return names(vim.diagnostic.get(0), function(one) return one.code end)
end

local steps = {
  { 'diagnostics', function()
    open('bank.yaml')
    check('findings', vim.wait(limit, function() return vim.tbl_contains(codes(), 'plaintext-server') end), codes())
  end },
  { 'hover', function()
    local text = ask('textDocument/hover', at('http://api.harb|ourbank')).contents.value
    check('the attack', text:find('Attack'), text)
  end },
  { 'code action', function()
    local params = at('http://api.harb|ourbank')
    local here = vim.diagnostic.get(0, { lnum = params.position.line })
    params.range = { start = params.position, ['end'] = params.position }
    params.context = { diagnostics = names(here, function(one) return one.user_data.lsp end) }
    local titles = names(ask('textDocument/codeAction', params), function(one) return one.title end)
    check('the fix first', titles[1] == 'Use "https"', titles)
    check('the suppression', vim.tbl_contains(titles, 'Accept "plaintext-server" on this line'), titles)
    -- As a person does it.
    vim.lsp.buf.code_action({ apply = true, filter = function(one) return one.title == 'Use "https"' end })
    check('applied', vim.wait(limit, function()
      return vim.fn.search('https://api.harbourbank', 'nw') > 0
    end), titles)
    check('checked again', vim.wait(limit, function()
      local left = vim.tbl_filter(function(one)
        return one.code == 'plaintext-server' and one.lnum == params.position.line
      end, vim.diagnostic.get(0))
      return #left == 0
    end), codes())
    vim.cmd('silent undo')
  end },
  { 'code lens', function()
    local lenses = ask('textDocument/codeLens', { textDocument = vim.lsp.util.make_text_document_params() })
    check('one each operation', #lenses > 10, lenses)
    for _, lens in ipairs(lenses) do
      local shown = lens.command and lens or ask('codeLens/resolve', lens)
      check('is text', shown.command.title ~= '' and shown.command.command == '', shown)
    end
    vim.lsp.codelens.refresh({ bufnr = 0 })
    check('shown', vim.wait(limit, function() return #vim.lsp.codelens.get(0) == #lenses end), #lenses)
  end },
  { 'document symbols', function()
    open('api.yaml')
    local symbols = ask('textDocument/documentSymbol', { textDocument = vim.lsp.util.make_text_document_params() })
    local found = names(symbols, function(one) return one.name end)
    check('the paths', vim.tbl_contains(found, 'paths'), found)
    vim.lsp.buf.document_symbol()
    check('listed', vim.wait(limit, function() return #vim.fn.getloclist(0) > 3 end), vim.fn.getloclist(0))
    vim.cmd('silent! lclose')
  end },
  { 'completion', function()
    at('- oauth|')
    local line = vim.api.nvim_win_get_cursor(0)[1]
    local before = vim.api.nvim_get_current_line()
    vim.api.nvim_set_current_line('        - ')
    vim.api.nvim_win_set_cursor(0, { line, 9 })
    local params = vim.lsp.util.make_position_params(0, 'utf-16')
    params.position.character = 10
    local found = names(ask('textDocument/completion', params).items, function(one) return one.label end)
    check('the schemes', vim.deep_equal(found, { 'oauth', 'key' }), found)
    vim.api.nvim_set_current_line(before)
  end },
  { 'definition', function()
    at('cards.j|son')
    vim.lsp.buf.definition()
    check('jumped', vim.wait(limit, function() return vim.fn.expand('%:t') == 'cards.json' end), vim.fn.expand('%'))
    check('to the path item', vim.api.nvim_win_get_cursor(0)[1] == 2, vim.api.nvim_win_get_cursor(0))
  end },
  { 'references', function()
    open('api.yaml')
    local params = at('    oau|th:')
    params.context = { includeDeclaration = true }
    local found = names(ask('textDocument/references', params), function(one)
      return vim.fs.basename(one.uri) .. ':' .. (one.range.start.line + 1)
    end)
    table.sort(found)
    check('in both files', vim.deep_equal(found, { 'api.yaml:16', 'api.yaml:7', 'cards.json:4' }), found)
  end },
  { 'rename', function()
    at('    oau|th:')
    vim.lsp.buf.rename('login')
    check('in this file', vim.wait(limit, function() return vim.fn.search('- login:', 'nw') > 0 end),
      vim.api.nvim_buf_get_lines(0, 0, -1, false))
    vim.cmd.edit('cards.json')
    check('in the other file', vim.fn.search('"login"', 'nw') > 0, vim.api.nvim_buf_get_lines(0, 0, -1, false))
  end },
  { 'no warning', function()
    local log = vim.fn.filereadable(vim.lsp.get_log_path()) == 1 and vim.fn.readfile(vim.lsp.get_log_path()) or {}
    local bad = vim.tbl_filter(function(line) return line:find('^%[WARN%]') or line:find('^%[ERROR%]') end, log)
    check('the log is clean', #bad == 0, bad)
  end },
}

local ok, message = pcall(function()
  for _, step in ipairs(steps) do
    local passed, why = pcall(step[2])
    if not passed then error(step[1] .. ': ' .. tostring(why), 0) end
    io.stdout:write('  passed: ' .. step[1] .. '\n')
  end
end)
if not ok then fail(message) end
vim.cmd('qall!')
