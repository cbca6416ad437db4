import * as vscode from 'vscode';
import * as assert from './assert.ts';
import type { PageStep } from './pageStep.ts';

/** Runs in the extension host of a real VS Code: the contract of `extensionTestsPath`. */
export async function run(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'a folder is open');
  const plan = JSON.parse(await read(vscode.Uri.joinPath(folder, 'plan.json'))) as { scenarios: string[] };
  for (const name of plan.scenarios) {
    const scenario = scenarios[name];
    assert.ok(scenario, name);
    try {
      await scenario(folder);
      console.log(`passed: ${name}`);
    } catch (error) {
      console.log(`failed: ${name}: ${error instanceof Error ? error.stack : String(error)}`);
      throw error;
    }
  }
}

type Scenario = (folder: vscode.Uri) => Promise<void>;

const scenarios: Readonly<Record<string, Scenario>> = {
  async squiggles(folder) {
    await vscode.workspace.getConfiguration('workbench').update('colorTheme', 'Default Dark Modern', true);
    const { document } = await open(folder, 'bank.yaml');
    const found = await diagnosticsWhere(document.uri, (list) =>
      list.some((item) => codeOf(item) === 'plaintext-server'),
    );
    const plain = found.find((item) => codeOf(item) === 'plaintext-server');
    assert.equal(document.getText(plain?.range), 'http://api.harbourbank.example/v2');
    for (const item of found) assert.equal(item.source, 'portcullis');
    assert.ok(found.some((item) => codeOf(item) === 'undefined-security-scheme'));
    reveal(plain?.range);
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await vscode.window.showTextDocument(document);
    await screenshot(folder, 'squiggles');
    await vscode.commands.executeCommand('editor.action.quickFix');
    await screenshot(folder, 'light-bulb');
    await vscode.commands.executeCommand('hideCodeActionWidget');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  },

  async quickFix(folder) {
    const { document } = await open(folder, 'bank.yaml');
    const [plain] = await diagnosticsOf(document.uri, 'plaintext-server');
    assert.ok(plain);
    const actions = await actionsAt(document.uri, plain.range, 'quickfix');
    assert.ok(actions.some(({ title }) => title === 'Accept "plaintext-server" on this line'));
    const fix = actions.find(({ title }) => title === 'Use "https"');
    assert.ok(fix?.edit, 'the fix is resolved');
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await diagnosticsWhere(
      document.uri,
      (list) => !list.some((item) => codeOf(item) === 'plaintext-server' && item.range.isEqual(plain.range)),
    );
    assert.ok(document.getText().includes('- url: https://api.harbourbank.example/v2\n    description: Production'));
    await vscode.commands.executeCommand('undo');
    await diagnosticsWhere(document.uri, (list) => list.some((item) => item.range.isEqual(plain.range)));
    assert.ok(document.getText().includes('- url: http://api.harbourbank.example/v2'), 'undo is one step');
  },

  /** As a newcomer does it: the cursor on a red squiggle, `Ctrl+.`, Enter. */
  async worstFirst(folder) {
    const { document } = await open(folder, 'bank.yaml');
    const found = await diagnosticsOf(document.uri, 'unauthenticated-operation');
    const open90 = found.find(({ range }) => range.start.line === 89);
    assert.ok(open90);
    assert.equal(open90.severity, vscode.DiagnosticSeverity.Error);
    reveal(open90.range);
    const before = document.getText();
    await vscode.commands.executeCommand('editor.action.quickFix');
    await screenshot(folder, 'worst-first');
    // The editor does not report that its menu is open; until then, this does nothing.
    while (document.getText() === before) await vscode.commands.executeCommand('acceptSelectedCodeAction');
    await diagnosticsWhere(
      document.uri,
      (list) => !list.some((item) => codeOf(item) === 'unauthenticated-operation' && item.severity === 0),
    );
    const text = document.getText();
    const operation = text.slice(
      text.indexOf('  /accounts/{accountId}:\n'),
      text.indexOf('operationId: closeAccount\n'),
    );
    assert.ok(/security:\s+- customer/.test(operation), operation);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before, 'undo is one step');
    await diagnosticsWhere(document.uri, (list) =>
      list.some((item) => codeOf(item) === codeOf(open90) && item.range.isEqual(open90.range)),
    );
    const [first] = await hoverUntil(folder, /Attack\./);
    assert.ok(/requires no authentication/.test(first ?? ''), first);
    await screenshot(folder, 'hover');
    await vscode.commands.executeCommand('editor.action.hideHover');
  },

  /** `Shift+Alt+.` applies a fix only if exactly one is preferred. */
  async autoFix(folder) {
    const { document } = await open(folder, 'bank.yaml');
    const [misspelled] = await diagnosticsOf(document.uri, 'undefined-security-scheme');
    assert.equal(document.getText(misspelled?.range), 'custommer');
    reveal(misspelled?.range);
    await autoFixUntil(() => !document.getText().includes('custommer'));
    await diagnosticsWhere(document.uri, (list) => !list.some((item) => codeOf(item) === 'undefined-security-scheme'));
    assert.ok(!document.getText().includes('custommer'));
    assert.ok(document.getText().includes('- customer: ["accounts:write"]'));
    await vscode.commands.executeCommand('undo');
    await diagnosticsOf(document.uri, 'undefined-security-scheme');
  },

  /** The tokens of the server; how they and the injected grammar (grammar.ts) look in the common themes. */
  async colors(folder) {
    const { document } = await open(folder, 'colors.yaml');
    await diagnosticsWhere(document.uri, (list) => list.length > 0);
    const everything = new vscode.Range(0, 0, document.lineCount, 0);
    const semantic = await vscode.commands.executeCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentRangeSemanticTokens',
      document.uri,
      everything,
    );
    assert.equal(semantic.data.length / 5, 16);
    const { update } = vscode.workspace.getConfiguration('workbench');
    const themes = [
      'Default Dark Modern',
      'Default Light Modern',
      'Default Dark+',
      'Default High Contrast',
      'Monokai',
      'Solarized Light',
    ];
    for (const theme of themes) {
      await update('colorTheme', theme, true);
      await new Promise((resolve) => setTimeout(resolve, 800));
      await screenshot(folder, `colors-${theme.replaceAll(' ', '-').replace('+', '-Plus')}`);
    }
    await update('colorTheme', 'Default Dark Modern', true);
  },

  /** As soon as the file is open, though no description is. */
  async configuration(folder) {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const { document } = await open(folder, 'config/portcullis.yaml');
    const [unknown] = await diagnosticsOf(document.uri, 'unknown-rule');
    assert.ok(unknown);
    reveal(unknown.range);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(2, 5),
    );
    const texts = hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)));
    assert.ok(
      texts.some((text) => text.includes('**Attack.**')),
      texts.join(),
    );
    await screenshot(folder, 'configuration');
    await autoFixUntil(() => document.getText().includes('plaintext-server: off'));
    await diagnosticsWhere(document.uri, (list) => list.length === 0);
    await vscode.commands.executeCommand('undo');
  },

  /** From the light bulb to an untitled document. */
  async falsePositive(folder) {
    const { document } = await open(folder, 'bank.yaml');
    const [plain] = await diagnosticsOf(document.uri, 'plaintext-server');
    assert.ok(plain);
    const [action] = await actionsAt(document.uri, plain.range, 'quickfix.portcullis.report');
    assert.equal(action?.title, 'Report a false positive of "plaintext-server"');
    assert.ok(action?.command);
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
    const issue = vscode.window.activeTextEditor?.document;
    assert.ok(issue?.isUntitled && issue.languageId === 'markdown');
    assert.ok(issue.getText().includes('It shows the finding.'), issue.getText());
    assert.ok(!/harbour/i.test(issue.getText()), issue.getText());
    await screenshot(folder, 'false-positive');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  },

  async report(folder) {
    const { document } = await open(folder, 'bank.yaml');
    await diagnosticsOf(document.uri, 'plaintext-server');
    type Shown = readonly {
      readonly name: string;
      readonly score: { readonly value: number };
      readonly findings: readonly object[];
    }[];
    const [before] = await vscode.commands.executeCommand<Shown>('portcullis.showReport');
    assert.ok(before);
    assert.equal(before.name, 'bank.yaml');
    assert.ok(before.findings.length > 5);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await screenshot(folder, 'report');
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    const [misspelled] = await diagnosticsOf(document.uri, 'undefined-security-scheme');
    reveal(misspelled?.range);
    await autoFixUntil(() => !document.getText().includes('custommer'));
    await diagnosticsWhere(document.uri, (list) => !list.some((item) => codeOf(item) === 'undefined-security-scheme'));
    const [after] = await vscode.commands.executeCommand<Shown>('portcullis.showReport');
    assert.ok(after !== undefined && after.score.value > before.score.value, 'a fix raises the score');
    await screenshot(folder, 'report-after-fix');
    await vscode.commands.executeCommand('undo');
    await diagnosticsOf(document.uri, 'undefined-security-scheme');
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
  },

  /** As a reader does it: sort, filter, jump, fix, and look while somebody types. */
  async reportByHand(folder) {
    const { document, editor } = await open(folder, 'bank.yaml');
    await diagnosticsOf(document.uri, 'plaintext-server');
    const before = document.getText();
    await vscode.commands.executeCommand('portcullis.showReport', document.uri.toString());
    const inReport = reportIn(folder);
    const rows = { selector: 'table.operations tbody th[scope=row]', isInReport: true };
    const gauge = { selector: '.gauge', isInReport: true };
    const all = await readUntil(folder, rows, (names) => names.length === 13);
    const [score] = await readUntil(folder, gauge, (names) => names.length === 1);
    await inReport({ action: 'select', selector: '.controls label:nth-of-type(3) select', value: 'none' });
    await inReport({ action: 'click', selector: 'table.operations thead th:nth-child(2) button' });
    await readUntil(folder, rows, (names) => names.join() === [...all].sort().join());
    await inReport({ action: 'fill', selector: 'input[type=search]', value: 'payment-card' });
    await readUntil(folder, rows, (names) => names.join() === '/cards/{cardId}');
    await screenshot(folder, 'report-filtered');
    // To the source.
    await inReport({ action: 'click', selector: 'table.operations tbody th[scope=row] button' });
    const method = positionOf(document, '  /cards/{cardId}:').line;
    await selectionWhere(({ active }) => active.line > method && document.lineAt(active.line).text.trim() === 'get:');
    // To the last finding of that row.
    const numbers = await inReport({ action: 'read', selector: 'table.operations .numbers a' });
    const link = `table.operations .numbers a[href="#${numbers.at(-1)?.toLowerCase().replace(' ', '-')}"]`;
    await inReport({ action: 'click', selector: link });
    await readUntil(folder, { selector: 'li:focus', isInReport: true }, ([text]) => text?.includes('/cards/') === true);
    // The first fix that is offered.
    await inReport({ action: 'click', selector: 'button.fix' });
    await readUntil(folder, gauge, ([now]) => now !== undefined && now !== score);
    assert.ok(document.getText() !== before, 'the fix is in the text');
    assert.deepEqual(await inReport({ action: 'read', ...rows }), ['/cards/{cardId}'], 'the search stays');
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('undo');
    await readUntil(folder, gauge, ([now]) => now === score);
    // A path appears with the text that makes it.
    await inReport({ action: 'fill', selector: 'input[type=search]', value: '' });
    const at = document.positionAt(document.getText().indexOf('  /login:'));
    await editor.edit((edit) => edit.insert(at, '  /typed:\n    delete:\n      responses: {}\n'));
    await readUntil(folder, rows, (names) => names.includes('/typed'));
    // In the page it would undo what was typed there.
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('undo');
    await readUntil(folder, rows, (names) => !names.includes('/typed'));
    assert.ok(document.getText() === before, 'undo is one step');
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
  },

  /** A description of 1,200 operations, and one of several files; how the page looks in each theme. */
  async reportOfMany(folder) {
    const inReport = reportIn(folder);
    const heading = { selector: '#page h1', isInReport: true };
    const { document: large } = await open(folder, 'large.yaml');
    await diagnosticsOf(large.uri, 'public-operation');
    await vscode.commands.executeCommand('portcullis.showReport', large.uri.toString());
    await readUntil(folder, heading, ([name]) => name === 'Things');
    const total = { selector: '#page [role=status]', isInReport: true };
    await readUntil(folder, total, ([text]) => text === '1,200 of 1,200 operations are shown.');
    await inReport({ action: 'fill', selector: 'input[type=search]', value: '/weak99/' });
    await readUntil(
      folder,
      { selector: 'table.operations tbody th[scope=row]', isInReport: true },
      (names) => names.length === 3,
    );
    await screenshot(folder, 'report-large');
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    const { document: entry } = await open(folder, 'multi/openapi.yaml');
    await readUntil(folder, heading, ([name]) => name !== 'Things');
    // A place in another file than the entry.
    const places = await inReport({ action: 'read', selector: '.findings .link' });
    const other = places.find((place) => /\.yaml:\d+:\d+$/.test(place) && !place.startsWith('multi/openapi.yaml'));
    assert.ok(other, places.join());
    await inReport({ action: 'click', selector: `.findings .link:has-text("${other}")` });
    await activeEditorWhere(({ uri }) => other.startsWith(vscode.workspace.asRelativePath(uri)));
    await screenshot(folder, 'report-other-file');
    await vscode.window.showTextDocument(entry, vscode.ViewColumn.One);
    const { document: bank } = await open(folder, 'bank.yaml');
    await diagnosticsOf(bank.uri, 'plaintext-server');
    await readUntil(folder, heading, ([name]) => name === 'Harbour Bank API');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('workbench.action.closeEditorsInGroup');
    for (const theme of ['Light Modern', 'Dark Modern', 'High Contrast', 'High Contrast Light']) {
      await vscode.workspace.getConfiguration('workbench').update('colorTheme', `Default ${theme}`, true);
      for (const value of ['800', '1400']) {
        await inPage(folder, { action: 'resize', selector: '', value });
        for (const selector of ['h1', '#operations', '#strategy', '#owasp']) {
          await inReport({ action: 'scroll', selector });
          await screenshot(folder, `report-${value}-${theme.replaceAll(' ', '-')}-${selector.replace('#', '')}`);
        }
      }
    }
    await inPage(folder, { action: 'resize', selector: '', value: '1280' });
    await vscode.workspace.getConfiguration('workbench').update('colorTheme', 'Default Dark Modern', true);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.view.explorer');
  },

  async sideBarEmpty(folder) {
    await vscode.commands.executeCommand('workbench.view.extension.portcullis');
    const welcome = await readUntil(
      folder,
      { selector: '.sidebar .welcome-view-content p, .sidebar .welcome-view-content a' },
      (texts) => texts.length > 0,
    );
    assert.ok(welcome.join().includes('Open an OpenAPI description'), welcome.join());
    await screenshot(folder, 'side-bar-empty');
  },

  /** By keyboard, and as a screen reader says it. */
  async sideBar(folder) {
    await vscode.commands.executeCommand('workbench.view.extension.portcullis');
    const { document } = await open(folder, 'bank.yaml');
    const listed = (await diagnosticsOf(document.uri, 'plaintext-server')).length;
    assert.ok(listed > 0);
    const has = (part: string) => (names: readonly string[]) => names.some((name) => name.startsWith(part));
    await readUntil(folder, { selector: sideBar }, has('Authentication, '));
    const number = vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ severity }) => severity < vscode.DiagnosticSeverity.Hint).length;
    await readUntil(folder, { selector: '.activitybar a[aria-label^=Portcullis]' }, (names) =>
      names.join().includes(`${number} findings`),
    );
    await screenshot(folder, 'side-bar');
    // To the source without a mouse: the first pillar, its first rule, its first place.
    await vscode.commands.executeCommand('portcullis.findings.focus');
    await vscode.commands.executeCommand('list.focusFirst');
    await vscode.commands.executeCommand('list.focusDown');
    await vscode.commands.executeCommand('list.expand');
    const opened = await readUntil(folder, { selector: sideBar }, (names) =>
      names.some((name) => /bank\.yaml:\d+$/.test(name)),
    );
    const [place] = opened.filter((name) => /bank\.yaml:\d+$/.test(name));
    const line = Number(/\d+$/.exec(place ?? '')?.[0]) - 1;
    await vscode.commands.executeCommand('list.focusDown');
    await vscode.commands.executeCommand('list.select');
    await selectionWhere(({ active }) => active.line === line);
    // Hidden, it is asked for numbers alone; shown again, it is as the text is now.
    await vscode.commands.executeCommand('workbench.view.explorer');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(
      document.uri,
      new vscode.Position(0, 0),
      '# portcullis-ignore-file plaintext-server -- only inside the VPN\n',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    await diagnosticsWhere(document.uri, (list) => !list.some((item) => codeOf(item) === 'plaintext-server'));
    await readUntil(folder, { selector: '.activitybar a[aria-label^=Portcullis]' }, (names) =>
      names.join().includes(`${number - listed} findings`),
    );
    await vscode.commands.executeCommand('workbench.view.extension.portcullis');
    const accepted = await readUntil(folder, { selector: sideBar }, has('plaintext-server, '));
    assert.ok(
      accepted.some((name) => name === 'plaintext-server, only inside the VPN, bank.yaml:1'),
      accepted.join('\n'),
    );
    await screenshot(folder, 'side-bar-accepted');
    await vscode.commands.executeCommand('undo');
    await diagnosticsOf(document.uri, 'plaintext-server');
    await vscode.commands.executeCommand('workbench.view.explorer');
  },

  /** The score over the description opens the report; the status says it as well, and what is paused. */
  async score(folder) {
    const { document, editor } = await open(folder, 'bank.yaml');
    await diagnosticsOf(document.uri, 'plaintext-server');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      1000,
    );
    const lens = lenses.find(({ range }) => document.lineAt(range.start.line).text === 'info:');
    assert.ok(/^Security score \d+\.\d \([A-E]\)$/.test(lens?.command?.title ?? ''), lens?.command?.title);
    const score = lens?.command?.title.replace('Security score ', '');
    reveal(new vscode.Range(0, 0, 0, 0));
    // Over an operation, it leads to its row.
    const rates = lenses.find(({ range }) => document.lineAt(range.start.line - 1).text === '  /rates:');
    assert.ok(rates?.command);
    assert.ok(rates.command.title.includes('http and https'), rates.command.title);
    await vscode.commands.executeCommand(rates.command.command, ...(rates.command.arguments ?? []));
    await readUntil(folder, { selector: 'tr.arrived th', isInReport: true }, ([path]) => path === '/rates');
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
    const status = { selector: '.hover-language-status' };
    const openStatus = async (part: string): Promise<string> => {
      for (;;) {
        await inPage(folder, { action: 'click', selector: '.statusbar [id="status.languageStatus"] a' });
        const texts = await inPage(folder, { action: 'read', ...status });
        if (texts.join().includes(part)) return texts.join('\n');
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    };
    const calm = await openStatus(score ?? '');
    assert.ok(!calm.includes('paused'), calm);
    await screenshot(folder, 'status');
    await editor.edit((edit) => edit.insert(document.positionAt(document.getText().indexOf('\npaths:') + 1), 'secu\n'));
    await diagnosticsWhere(document.uri, (list) => list.some((item) => codeOf(item) === 'missing-colon'));
    const paused = await openStatus('Analysis paused');
    assert.ok(paused.includes(score ?? ''), 'the score stays while a line is half typed');
    await screenshot(folder, 'status-paused');
    await vscode.commands.executeCommand('undo');
    await diagnosticsWhere(document.uri, (list) => !list.some((item) => codeOf(item) === 'missing-colon'));
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  },

  /** The runner has asked the command line. */
  async sameNumber(folder) {
    const { expected } = JSON.parse(await read(vscode.Uri.joinPath(folder, 'plan.json'))) as { expected: number };
    const { document } = await open(folder, 'bank.yaml');
    const isListed = ({ severity }: vscode.Diagnostic): boolean => severity < vscode.DiagnosticSeverity.Hint;
    const list = await diagnosticsWhere(document.uri, (all) => all.filter(isListed).length === expected);
    assert.ok(list.length > expected, 'echoes are hints, which Problems does not list');
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await screenshot(folder, 'same-number');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  },

  async fixAllOfRule(folder) {
    const { document } = await open(folder, 'bank.yaml');
    const [plain] = await diagnosticsOf(document.uri, 'plaintext-server');
    assert.ok(plain);
    const actions = await actionsAt(document.uri, plain.range, 'quickfix');
    const all = actions.find(({ title }) => title === 'Fix all "plaintext-server" in this file');
    assert.ok(all?.edit);
    assert.ok(await vscode.workspace.applyEdit(all.edit));
    await diagnosticsWhere(document.uri, (list) => !list.some((item) => codeOf(item) === 'plaintext-server'));
    await vscode.commands.executeCommand('undo');
  },

  async fixAllSafe(folder) {
    const { document } = await open(folder, 'bank.yaml');
    await diagnosticsOf(document.uri, 'missing-retry-after');
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const [action] = await actionsAt(document.uri, whole, 'source.fixAll.portcullis');
    assert.ok(action?.edit);
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    await diagnosticsWhere(document.uri, (list) => !list.some((item) => codeOf(item) === 'missing-retry-after'));
    assert.ok(document.getText().includes('Retry-After:'));
    await vscode.commands.executeCommand('undo');
  },

  async fixOnSave(folder) {
    const { document, editor } = await open(folder, 'save.yaml');
    await diagnosticsOf(document.uri, 'missing-retry-after');
    const settings = vscode.workspace.getConfiguration('editor', document.uri);
    await settings.update('codeActionsOnSave', { 'source.fixAll.portcullis': 'explicit' }, true);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# changed\n'));
    await vscode.commands.executeCommand('workbench.action.files.save');
    await diagnosticsWhere(document.uri, (list) => !list.some((item) => codeOf(item) === 'missing-retry-after'));
    assert.ok(document.getText().includes('Retry-After:'));
    assert.ok(document.getText().startsWith('# changed\n'));
    reveal(
      new vscode.Range(document.positionAt(document.getText().indexOf('Retry-After:')), new vscode.Position(0, 0)),
    );
    await screenshot(folder, 'fix-on-save');
    await settings.update('codeActionsOnSave', undefined, true);
    await vscode.commands.executeCommand('undo');
    assert.ok(!document.getText().includes('Retry-After:'), 'undo is one step');
    await vscode.commands.executeCommand('workbench.action.files.revert');
  },

  async placeholders(folder) {
    const { document } = await open(folder, 'closed.yaml');
    const [missing] = await diagnosticsOf(document.uri, 'missing-security-scheme');
    assert.ok(missing);
    const actions = await actionsAt(document.uri, missing.range, 'quickfix');
    const oauth = actions.find(({ title }) => title.includes('OAuth 2.0'));
    assert.ok(oauth?.edit);
    const before = document.getText();
    assert.ok(await vscode.workspace.applyEdit(oauth.edit));
    const after = document.getText();
    // The first placeholder is selected, and the text is the one that was verified.
    const selected = document.getText(vscode.window.activeTextEditor?.selection);
    assert.ok(/^https:\/\//.test(selected), `selected: ${selected}`);
    assert.ok(/^ {10}tokenUrl: https/m.test(after), after);
    await screenshot(folder, 'placeholders');
    await vscode.commands.executeCommand('leaveSnippet');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before, 'undo is one step');
  },

  async accept(folder) {
    const { document } = await open(folder, 'bank.yaml');
    const all = await diagnosticsOf(document.uri, 'plaintext-server');
    const [plain] = all;
    assert.ok(plain);
    const actions = await actionsAt(document.uri, plain.range, 'quickfix');
    const more = actions.find(({ title }) => title === 'More for "plaintext-server"…');
    assert.ok(more?.command?.arguments);
    const [{ choices }] = more.command.arguments as [{ choices: readonly { title: string }[] }];
    for (const end of ['in this file', 'turn it off in portcullis.yaml', 'as information in portcullis.yaml'])
      assert.ok(
        choices.some(({ title }) => title.endsWith(end)),
        end,
      );
    const choosing = vscode.commands.executeCommand(more.command.command, ...more.command.arguments);
    const rows = { selector: '.quick-input-list .monaco-list-row' };
    await readUntil(folder, rows, (names) => names.some((name) => name.includes('in this file')));
    await screenshot(folder, 'accept-more');
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await choosing;
    const action = actions.find(({ title }) => title === 'Accept "plaintext-server" on this line');
    assert.ok(action?.command?.arguments);
    const before = document.getText();
    const asked = vscode.commands.executeCommand(action.command.command, ...action.command.arguments);
    await screenshot(folder, 'accept-reason');
    await vscode.commands.executeCommand('type', { text: '' });
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await asked;
    assert.equal(document.getText(), before, 'who gives no reason accepts nothing');
    const isGone = (list: readonly vscode.Diagnostic[]): boolean =>
      !list.some((item) => codeOf(item) === 'plaintext-server' && item.range.start.line === plain.range.start.line + 1);
    await vscode.commands.executeCommand(action.command.command, { ...action.command.arguments[0], reason: 'VPN' });
    await diagnosticsWhere(document.uri, isGone);
    assert.ok(document.getText().includes('  # portcullis-ignore plaintext-server -- VPN\n'));
    await screenshot(folder, 'accepted');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before, 'undo is one step');
    // The next step starts from the findings in the current text.
    await diagnosticsWhere(
      document.uri,
      (list) => list.filter((item) => codeOf(item) === 'plaintext-server').length === all.length,
    );
  },

  async fixWorkspace(folder) {
    const closed = vscode.Uri.joinPath(folder, 'multi', 'responses.yaml');
    const before = await read(closed);
    assert.ok(!before.includes('Retry-After:'));
    await diagnosticsOf((await open(folder, 'bank.yaml')).document.uri, 'missing-retry-after');
    let isDone = false;
    const done = vscode.commands.executeCommand('portcullis.fixWorkspace').then(() => {
      isDone = true;
    });
    await screenshot(folder, 'workspace-preview');
    assert.equal(await read(closed), before, 'nothing is written before a person has looked at it');
    // The editor does not report that its preview is open; until then, this does nothing.
    while (!isDone) await vscode.commands.executeCommand('refactorPreview.apply');
    await done;
    const document = await vscode.workspace.openTextDocument(closed);
    assert.ok(document.getText().includes('Retry-After:'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },

  async halfTyped(folder) {
    const { document, editor } = await open(folder, 'bank.yaml');
    const before = await diagnosticsOf(document.uri, 'plaintext-server');
    const lines = (list: readonly vscode.Diagnostic[]): string[] =>
      list
        .filter((item) => item.code !== undefined && codeOf(item).includes('-security'))
        .map((item) => `${codeOf(item)} ${item.message}`)
        .sort();
    const security = lines(vscode.languages.getDiagnostics(document.uri));
    assert.ok(before.length > 0);
    // A key without colon, in the middle of the document.
    const line = document.positionAt(document.getText().indexOf('\npaths:') + 1);
    await editor.edit((edit) => edit.insert(line, 'secu\n'));
    const broken = await diagnosticsWhere(document.uri, (list) =>
      list.some((item) => codeOf(item) === 'missing-colon'),
    );
    assert.equal(broken.filter((item) => codeOf(item) === 'plaintext-server').length, before.length);
    assert.deepEqual(lines(broken), security, 'nothing is lost, nothing is invented');
    await screenshot(folder, 'half-typed');
    await vscode.commands.executeCommand('undo');
    await diagnosticsWhere(document.uri, (list) => !list.some((item) => codeOf(item) === 'missing-colon'));
  },

  async multiFile(folder) {
    // The root of this description is not open.
    const part = await open(folder, 'multi/paths/transfers.yaml');
    const [inPart] = await diagnosticsOf(part.document.uri, 'unauthenticated-operation');
    assert.equal(part.document.getText(inPart?.range), 'post');
  },

  /** `F12`, `Shift+F12` and the outline, in YAML, in JSON and from file to file. */
  async navigation(folder) {
    const { document } = await open(folder, 'nav/api.yaml');
    const { document: cards } = await open(folder, 'nav/cards.json');
    await diagnosticsOf(document.uri, 'missing-rate-limit');
    const scheme = ['api.yaml:16 oauth'];
    assert.deepEqual(await placesAt('Definition', document, '- oau|th'), scheme);
    assert.deepEqual(await placesAt('Definition', cards, '"oau|th"'), scheme);
    assert.deepEqual(await placesAt('Definition', document, 'cards.j|son'), ['cards.json:2 cards']);
    assert.deepEqual(await placesAt('Definition', cards, 'api.yaml#/comp|'), ['api.yaml:21 Card']);
    assert.deepEqual(await placesAt('Reference', document, '    oau|th:'), [
      'api.yaml:7 oauth',
      'api.yaml:16 oauth',
      'cards.json:4 oauth',
    ]);
    // JSON's own extension leads to the same place: the editor shows each once.
    const card = positionOf(cards, '"#/cards/po|');
    await vscode.window.showTextDocument(cards, { selection: new vscode.Range(card, card) });
    await vscode.commands.executeCommand('editor.action.revealDefinition');
    await selectionWhere(({ active }) => active.line === 13);
    // The plain outline of JSON is that of another extension.
    const outline = await symbolsOf(document.uri);
    assert.ok(outline.includes('paths > /accounts > GET'), outline.join());
    assert.ok(outline.includes('schemas > Card'), outline.join());
    assert.ok((await symbolsOf(cards.uri)).includes('cards > GET'));
    const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
      'vscode.executeWorkspaceSymbolProvider',
      'listAcc',
    );
    assert.ok(symbols.some(({ name }) => name === 'GET /accounts'));
    // Unsaved text counts, also while it is broken elsewhere.
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(3, 0), '  /new: { get: [\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.deepEqual(await placesAt('Definition', cards, '"oau|th"'), ['api.yaml:17 oauth']);
    // A jump as it is made by hand.
    const editor = await vscode.window.showTextDocument(document);
    const at = positionOf(document, 'cards.j|son');
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('editor.action.revealDefinition');
    await activeEditorWhere(({ uri }) => uri.path.endsWith('/cards.json'));
    await screenshot(folder, 'definition');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },

  /** Half-typed text in YAML and JSON, and one item that is really chosen. */
  async completion(folder) {
    const { document } = await open(folder, 'nav/api.yaml');
    await diagnosticsOf(document.uri, 'missing-rate-limit');
    const before = document.getText();
    const inYaml = (from: string, to: string): Promise<readonly string[]> =>
      complete(document, before.replace(from, to.replace('|', '')), to);
    assert.deepEqual(await inYaml('- oauth: [accounts:read]', '- |\n      responses'), ['oauth', 'key']);
    assert.deepEqual(await inYaml('[accounts:read]', '[accounts:|'), ['accounts:read', 'accounts:write']);
    assert.ok(
      (await inYaml("{ $ref: '#/components/schemas/Card'", "{ $ref: '#/|")).includes('#/components/schemas/Card'),
    );
    assert.deepEqual(await inYaml("        '200':", "        '4|\n        '200':"), ['401', '403', '429']);
    await replaceText(document, before);
    const { document: cards } = await open(folder, 'nav/cards.json');
    const json = cards.getText();
    const schemes = await complete(cards, json.replace('{ "oauth": ["accounts:read"] }', '{ "'), '[{ "|');
    assert.ok(schemes.includes('key') && schemes.includes('oauth'), schemes.join());
    await replaceText(cards, json);
    // By hand: the list opens, and Enter writes the scheme.
    const shown = await vscode.window.showTextDocument(document);
    await replaceText(document, before.replace('- oauth: [accounts:read]', '- k'));
    const at = positionOf(document, '- k|');
    shown.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    await screenshot(folder, 'completion');
    // The editor does not report that its list is open; until then, this does nothing.
    while (!document.getText().includes('- key: []')) {
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    // Other YAML stays quiet.
    const { document: other } = await open(folder, 'nav/other.yaml');
    assert.deepEqual(await complete(other, 'kind: x\nsecurity:\n  - \n', '- |'), []);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },

  /** The editor completes its settings by itself, where it has its extension for JSON. */
  async settingsCompletion(folder) {
    const { document: settings } = await open(folder, '.vscode/settings.json');
    const rules = await complete(settings, '{ "portcullis.rules": { "missing-rate-l" } }', '"missing-rate-l|');
    assert.ok(
      rules.some((label) => label.includes('missing-rate-limit')),
      rules.join(),
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },

  /** Next to an extension that offers what those of 42Crunch and Redocly offer. */
  async neighbors(folder) {
    const neighbor = vscode.extensions.getExtension('42Crunch.vscode-openapi');
    assert.ok(neighbor, 'it is installed');
    await neighbor.activate();
    const { document } = await open(folder, 'nav/api.yaml');
    await diagnosticsOf(document.uri, 'missing-rate-limit');
    const at = positionOf(document, "'|#/components/schemas/Card");
    const offered = async (): Promise<readonly string[]> => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        at,
      );
      return list.items
        .filter(({ kind }) => kind !== vscode.CompletionItemKind.Text)
        .map(({ label }) => (typeof label === 'string' ? label : label.label).replaceAll(/["' ]/g, ''));
    };
    const card = '#/components/schemas/Card';
    assert.deepEqual(await offered(), [card], 'offered once');
    const place = ['api.yaml:21 Card'];
    assert.deepEqual(await placesAt('Definition', document, '#/components/schemas/C|ard'), ['api.yaml:21 Card: {']);
    const settings = vscode.workspace.getConfiguration('portcullis');
    await settings.update('references', 'on', true);
    assert.equal((await offered()).filter((label) => label === card).length, 2);
    assert.deepEqual(
      (await placesAt('Definition', document, '#/components/schemas/C|ard')).filter((one) => place.includes(one)),
      place,
    );
    await settings.update('references', undefined, true);
    // What nobody else answers is answered.
    assert.deepEqual(await placesAt('Definition', document, '- oau|th'), ['api.yaml:16 oauth']);
    const lenses = await lensesOf(document.uri, (all) => all.some((title) => title.includes('oauth: accounts:read')));
    assert.ok(lenses.includes('Scan') && lenses.includes('Audit'), lenses.join());
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      positionOf(document, '- oau|th'),
    );
    assert.equal(hovers.length, 2, 'one of each extension');
    const position = positionOf(document, '- oau|th');
    reveal(new vscode.Range(position, position));
    await vscode.commands.executeCommand('editor.action.showHover');
    await screenshot(folder, 'neighbors');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },

  /** `F2` with a preview: all that changes is listed before it does. */
  async renamePreview(folder) {
    const { document } = await open(folder, 'bank.yaml');
    await diagnosticsOf(document.uri, 'plaintext-server');
    const text = document.getText();
    const at = document.positionAt(text.indexOf('    customer:\n      type: oauth2') + 6);
    reveal(new vscode.Range(at, at));
    const renaming = vscode.commands.executeCommand('editor.action.rename');
    const input = { selector: '.rename-box input' };
    await readUntil(folder, input, (names) => names.length > 0);
    await inPage(folder, { action: 'fill', ...input, value: 'clientele' });
    await vscode.commands.executeCommand('acceptRenameInputWithPreview');
    const rows = { selector: '.bulk-edit-panel .monaco-list-row' };
    await readUntil(folder, rows, (names) => names.length > 3);
    await screenshot(folder, 'rename-preview');
    await vscode.commands.executeCommand('refactorPreview.discard');
    await renaming;
    assert.equal(document.getText(), text, 'what is discarded changes nothing');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  },

  /** The pictures of docs/walkthrough/fix.png, which scripts/repair-picture.mjs puts together. */
  async repair(folder) {
    await vscode.workspace.getConfiguration('workbench').update('colorTheme', 'Default Dark Modern', true);
    await vscode.workspace.getConfiguration('editor').update('minimap.enabled', false, true);
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await inPage(folder, { action: 'resize', selector: '', value: '880', height: 520 });
    const { document } = await open(folder, 'bank.yaml');
    const [plain] = await diagnosticsOf(document.uri, 'plaintext-server');
    assert.ok(plain);
    reveal(plain.range);
    await screenshot(folder, 'repair-1');
    await hoverUntil(folder, /Attack\./);
    await screenshot(folder, 'repair-2');
    await vscode.commands.executeCommand('editor.action.hideHover');
    await vscode.commands.executeCommand('editor.action.quickFix');
    await readUntil(folder, { selector: '.action-widget .monaco-list-row' }, (names) => names.length > 3);
    await screenshot(folder, 'repair-3');
    while (document.getText(plain.range).startsWith('http:'))
      await vscode.commands.executeCommand('acceptSelectedCodeAction');
    await diagnosticsWhere(
      document.uri,
      (list) => !list.some(({ range }) => range.start.line === plain.range.start.line),
    );
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await screenshot(folder, 'repair-4');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await inPage(folder, { action: 'resize', selector: '', value: '1280', height: 800 });
  },

  async rulePage(folder) {
    await vscode.commands.executeCommand('portcullis.openRulePage', 'plaintext-server');
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('portcullis-rule:/plaintext-server.md'));
    assert.ok(page.getText().startsWith('# plaintext-server'));
    assert.ok(!page.getText().includes('# finding:'));
    assert.ok(page.getText().includes('# <- reported here'), 'the wrong line is marked');
    assert.ok(
      /\*\*error\*\* · transport · OWASP API8:2023 · CWE-319/.test(page.getText()),
      page.getText().slice(0, 300),
    );
    // Without a rule it explains the finding under the cursor.
    const { document } = await open(folder, 'bank.yaml');
    const [misspelled] = await diagnosticsOf(document.uri, 'undefined-security-scheme');
    reveal(misspelled?.range);
    await vscode.commands.executeCommand('portcullis.openRulePage');
    await vscode.commands.executeCommand('portcullis.checkFile');
    const headings = await inPage(folder, { action: 'read', selector: 'h1', isInRulePage: true });
    assert.deepEqual(headings, ['undefined-security-scheme']);
    await screenshot(folder, 'rule-page');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },

  async inventory(folder) {
    await open(folder, 'bank.yaml');
    await vscode.commands.executeCommand('portcullis.showInventory');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    const { operations } = JSON.parse(text) as { operations: { operationId: string; authentication: string }[] };
    assert.equal(operations.find(({ operationId }) => operationId === 'createTransfer')?.authentication, 'required');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },

  async workspace(folder) {
    await vscode.commands.executeCommand('portcullis.checkWorkspace');
    const closed = vscode.Uri.joinPath(folder, 'closed.yaml');
    await diagnosticsWhere(closed, (list) => list.some((item) => codeOf(item) === 'missing-security-scheme'));
    await screenshot(folder, 'workspace');
  },

  async restricted(folder) {
    assert.equal(vscode.workspace.isTrusted, false);
    const { document } = await open(folder, 'bank.yaml');
    await diagnosticsOf(document.uri, 'plaintext-server');
  },

  async light(folder) {
    await vscode.workspace.getConfiguration('workbench').update('colorTheme', 'Default Light Modern', true);
    const { document } = await open(folder, 'bank.yaml');
    const [plain] = await diagnosticsOf(document.uri, 'plaintext-server');
    reveal(plain?.range);
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await screenshot(folder, 'light');
  },
};

async function open(
  folder: vscode.Uri,
  name: string,
): Promise<{ document: vscode.TextDocument; editor: vscode.TextEditor }> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, ...name.split('/')));
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  return { document, editor };
}

function reveal(range: vscode.Range | undefined): void {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || range === undefined) return;
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
}

/** The position of `|` in a part of the text. */
function positionOf(document: vscode.TextDocument, at: string): vscode.Position {
  const start = document.getText().replaceAll('\r\n', '\n').indexOf(at.replace('|', ''));
  assert.ok(start >= 0, at);
  return document.positionAt(start + at.indexOf('|'));
}

async function replaceText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** `file:line text` of each place that the editor finds. */
async function placesAt(
  what: 'Definition' | 'Reference',
  document: vscode.TextDocument,
  at: string,
): Promise<readonly string[]> {
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    `vscode.execute${what}Provider`,
    document.uri,
    positionOf(document, at),
  );
  return Promise.all(
    found.map(async (place) => {
      const uri = 'targetUri' in place ? place.targetUri : place.uri;
      const range = 'targetUri' in place ? (place.targetSelectionRange ?? place.targetRange) : place.range;
      const text = (await vscode.workspace.openTextDocument(uri)).getText(range);
      return `${uri.path.split('/').at(-1)}:${range.start.line + 1} ${text}`;
    }),
  );
}

/** The names of an outline with those that hold them. */
async function symbolsOf(uri: vscode.Uri): Promise<readonly string[]> {
  const names = (symbols: readonly vscode.DocumentSymbol[], before: string): readonly string[] =>
    symbols.flatMap(({ name, children }) => [before + name, ...names(children ?? [], `${before}${name} > `)]);
  return names(
    (await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', uri)) ?? [],
    '',
  );
}

/** The titles of the lenses, once they are those that are expected. */
async function lensesOf(uri: vscode.Uri, accept: (titles: readonly string[]) => boolean): Promise<readonly string[]> {
  for (;;) {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
    const titles = lenses.map(({ command }) => command?.title ?? '');
    if (accept(titles)) return titles;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function activeEditorWhere(accept: (document: vscode.TextDocument) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const document = vscode.window.activeTextEditor?.document;
      if (document === undefined || !accept(document)) return;
      subscription.dispose();
      resolve();
    };
    const subscription = vscode.window.onDidChangeActiveTextEditor(look);
    look();
  });
}

/** Pressed elsewhere, an editor gets its selection before it is the active one: both are looked at. */
function selectionWhere(accept: (selection: vscode.Selection) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { activeTextEditor } = vscode.window;
      if (activeTextEditor === undefined || !accept(activeTextEditor.selection)) return;
      for (const subscription of subscriptions) subscription.dispose();
      resolve();
    };
    const subscriptions = [
      vscode.window.onDidChangeTextEditorSelection(look),
      vscode.window.onDidChangeActiveTextEditor(look),
    ];
    look();
  });
}

function codeOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

/** Waits for the editor to say that diagnostics changed, never for time; the runner's limit ends a wait that fails. */
function diagnosticsWhere(
  uri: vscode.Uri,
  accept: (list: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const list = vscode.languages.getDiagnostics(uri);
      if (!accept(list)) return false;
      subscription.dispose();
      resolve(list);
      return true;
    };
    const subscription = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

async function diagnosticsOf(uri: vscode.Uri, code: string): Promise<readonly vscode.Diagnostic[]> {
  const list = await diagnosticsWhere(uri, (all) => all.some((item) => codeOf(item) === code));
  return list.filter((item) => codeOf(item) === code);
}

/** The editor cancels requests about a text that it changes and repeats them, and so does this. */
async function actionsAt(uri: vscode.Uri, range: vscode.Range, kind: string): Promise<readonly vscode.CodeAction[]> {
  for (;;) {
    try {
      return await vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind, 100);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'Canceled')) throw error;
    }
  }
}

async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** The command does nothing while the editor still waits for the fixes of an earlier position, and does not say so. */
async function autoFixUntil(isFixed: () => boolean): Promise<void> {
  while (!isFixed()) {
    await vscode.commands.executeCommand('editor.action.autoFix');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The runner sees the request, takes the picture and answers with a file. */
async function screenshot(folder: vscode.Uri, name: string): Promise<void> {
  const answer = vscode.Uri.joinPath(folder, `.shot-${name}`);
  await vscode.commands.executeCommand('workbench.action.closeAuxiliaryBar');
  console.log(`screenshot: ${name}`);
  await answered(answer);
}

async function answered(answer: vscode.Uri): Promise<string> {
  for (;;) {
    try {
      return await read(answer);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

let steps = 0;

/** The runner does it in the window, and answers in the same way. */
async function inPage(folder: vscode.Uri, step: PageStep): Promise<readonly string[]> {
  steps++;
  console.log(`page: ${steps} ${JSON.stringify(step)}`);
  const found = JSON.parse(await answered(vscode.Uri.joinPath(folder, `.step-${steps}`))) as readonly string[];
  assert.ok(!found[0]?.startsWith('failed: '), found[0]);
  return found;
}

function reportIn(folder: vscode.Uri): (step: PageStep) => Promise<readonly string[]> {
  return (step) => inPage(folder, { ...step, isInReport: true });
}

/** Reads until the elements are as expected; the runner's limit ends a wait that fails. */
async function readUntil(
  folder: vscode.Uri,
  step: Omit<PageStep, 'action'>,
  accept: (names: readonly string[]) => boolean,
): Promise<readonly string[]> {
  for (;;) {
    const names = await inPage(folder, { action: 'read', ...step });
    if (accept(names)) return names;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Shows the hover at the cursor until it says something: the editor paints a moment after it is told. The parts of it. */
async function hoverUntil(folder: vscode.Uri, expected: RegExp): Promise<readonly string[]> {
  for (;;) {
    await vscode.commands.executeCommand('editor.action.showHover');
    const parts = await inPage(folder, { action: 'read', selector: '.monaco-hover .hover-row' });
    if (parts.some((part) => expected.test(part))) return parts;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** The lines of the side bar as a screen reader says them. */
const sideBar = '.sidebar .pane-body [role=treeitem]';

/** What the editor offers in a text, each thing once. */
async function complete(of: vscode.TextDocument, text: string, at: string): Promise<readonly string[]> {
  await replaceText(of, text);
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    of.uri,
    positionOf(of, at),
  );
  const labels = list.items
    .filter(({ kind }) => kind !== vscode.CompletionItemKind.Text)
    .map(({ label }) => (typeof label === 'string' ? label : label.label));
  assert.equal(new Set(labels).size, labels.length, 'nothing is offered twice');
  return labels;
}
