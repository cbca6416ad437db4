import { freeText } from '../freeText.ts';
import { defineRule } from '../rule.ts';

const names = [
  '* file name',
  '* file path',
  'filename',
  'file name',
  'filepath',
  'file path',
  'dir',
  'directory',
  'folder path',
  'template file',
  'attachment name',
];

export default defineRule({
  meta: {
    id: 'path-traversal-parameter',
    title: 'A parameter names a file, and may leave its folder',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [22],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: true,
    messages: {
      found: '"{name}" names a file, and nothing keeps ".." out. Add a "pattern" without slashes and leading dots.',
    },
  },

  visit: {
    Parameter: freeText(names, ['query', 'path'], ['format']),
  },
});
