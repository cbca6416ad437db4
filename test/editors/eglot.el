;;; Drives the server from Emacs with Eglot.  -*- lexical-binding: t -*-
(require 'cl-lib)
(require 'eglot)
(require 'flymake)
(require 'imenu)
(require 'warnings)

(defvar trial-warnings nil "The warnings that Emacs would have shown.")
(defun trial-warn (type message &optional level &rest _)
  (unless (eq level :debug) (push (format "%S %s" type message) trial-warnings)))
(advice-add 'display-warning :before #'trial-warn)
(advice-add 'eglot--warn :before (lambda (&rest arguments) (push (format "%S" arguments) trial-warnings)))
(setq eglot-confirm-server-initiated-edits nil
      eglot-connect-timeout 60
      jsonrpc-default-request-timeout 60)

(defun trial-check (what condition seen)
  (unless condition (error "%s: %S" what seen)))

(defun trial-wait (what condition seen)
  "Wait until CONDITION holds; after a minute fail with what SEEN returns."
  (let ((end (+ (float-time) 60)))
    (while (not (or (funcall condition) (> (float-time) end)))
      (accept-process-output nil 0.1))
    (trial-check what (funcall condition) (funcall seen))))

(defun trial-open (name)
  "Open a file as a person does, with a server."
  (find-file name)
  (unless (eglot-managed-p)
    (apply #'eglot--connect (eglot--guess-contact)))
  (trial-wait name #'eglot-managed-p (lambda () major-mode)))

(defun trial-at (part)
  "Put point at the | of a part of the text."
  (goto-char (point-min))
  (search-forward (replace-regexp-in-string "|" "" part))
  (goto-char (+ (match-beginning 0) (cl-position ?| part))))

(defun trial-findings ()
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun trial-text (what)
  (string-match-p what (buffer-substring-no-properties (point-min) (point-max))))

(defun trial-ask (method &rest parameters)
  (eglot--signal-textDocument/didChange)
  (jsonrpc-request (eglot--current-server-or-lose) method
                   (append (eglot--TextDocumentPositionParams) parameters)))

(defvar trial-steps
  `(("diagnostics"
     . ,(lambda ()
          (trial-open "bank.yaml")
          (flymake-start)
          (trial-wait "findings" (lambda () (cl-some (lambda (text) (string-match-p "plaintext-server" text)) (trial-findings)))
                      #'trial-findings)))
    ("hover"
     . ,(lambda ()
          (trial-at "http://api.harb|ourbank")
          (let ((contents (plist-get (trial-ask :textDocument/hover) :contents)))
            (trial-check "the attack" (string-match-p "Attack" (plist-get contents :value)) contents))))
    ("code action"
     . ,(lambda ()
          (let* ((actions (eglot-code-actions (point) (point)))
                 (titles (mapcar (lambda (action) (plist-get action :title)) actions))
                 (fix (cl-find "Use \"https\"" actions :test #'equal :key (lambda (action) (plist-get action :title)))))
            (trial-check "the fix" fix titles)
            (trial-check "the suppression" (member "Accept \"plaintext-server\" on this line" titles) titles)
            (eglot--apply-workspace-edit (plist-get fix :edit))
            (trial-check "applied" (trial-text "https://api.harbourbank") titles))))
    ("document symbols"
     . ,(lambda ()
          (trial-open "api.yaml")
          (let ((found (mapcar #'car (funcall imenu-create-index-function))))
            (trial-check "an outline" found found))))
    ("completion"
     . ,(lambda ()
          (trial-at "|oauth: [accounts:read]")
          (let ((end (line-end-position)))
            (delete-region (point) end)
            (let* ((table (eglot-completion-at-point))
                   (found (all-completions "" (nth 2 table))))
              (trial-check "the schemes" (equal (mapcar #'substring-no-properties found) '("oauth" "key")) found))
            (insert "oauth: [accounts:read]"))))
    ("definition"
     . ,(lambda ()
          (trial-at "cards.j|son")
          (call-interactively #'xref-find-definitions)
          (trial-check "jumped" (equal (file-name-nondirectory buffer-file-name) "cards.json") buffer-file-name)
          (trial-check "to the path item" (= (line-number-at-pos) 2) (line-number-at-pos))))
    ("references"
     . ,(lambda ()
          (find-file "api.yaml")
          (trial-at "    oau|th:")
          (let ((found (trial-ask :textDocument/references :context '(:includeDeclaration t))))
            (trial-check "in both files" (= (length found) 3) found))))
    ("rename"
     . ,(lambda ()
          (trial-at "    oau|th:")
          (eglot-rename "login")
          (trial-check "in this file" (trial-text "- login:") (buffer-string))
          (find-file "cards.json")
          (trial-check "in the other file" (trial-text "\"login\"") (buffer-string))))
    ("no warning"
     . ,(lambda ()
          (trial-check "warnings" (null trial-warnings) trial-warnings)))))

(setq debug-on-error nil)
(condition-case failure
    (dolist (step trial-steps)
      (condition-case why
          (funcall (cdr step))
        (error (error "%s: %s" (car step) (error-message-string why))))
      (princ (format "  passed: %s\n" (car step))))
  (error
   (princ (format "failed: %s\n" (error-message-string failure)) #'external-debugging-output)
   (kill-emacs 1)))
(kill-emacs 0)
