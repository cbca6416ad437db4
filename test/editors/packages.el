;;; Makes Eglot and yaml-mode of Debian's packages known to a batch Emacs.  -*- lexical-binding: t -*-
(setq load-prefer-newer t)
(package-initialize)
(require 'yaml-mode)
