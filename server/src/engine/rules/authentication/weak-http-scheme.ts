import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'weak-http-scheme',
    title: 'An HTTP authentication scheme that is weak or unknown',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1390, 327],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.2'],
    since: '0.1.0',
    absence: false,
    messages: {
      weak: 'The scheme "{name}" uses "{scheme}", which is weak today. Use "bearer" with OAuth 2.0 or OpenID Connect.',
      fallback:
        'The scheme "{name}" uses "{scheme}", which may fall back to NTLM, and that can be relayed. Accept Kerberos alone.',
      unknown:
        'The scheme "{name}" uses "{scheme}", which is no registered HTTP authentication scheme. Use a registered one such as "bearer".',
    },
  },

  visit: {
    *SecurityScheme({ name, node, type, httpScheme }, { config }) {
      const at = node.get('scheme');
      if (type !== 'http' || httpScheme === undefined || httpScheme === '' || at === undefined) return;
      const data = { name, scheme: at.string ?? httpScheme };
      if (weak.has(httpScheme)) yield { at, message: 'weak', data };
      // Kerberos is sound, and what is negotiated is not in the description: for those who want to hear everything.
      else if (httpScheme === 'negotiate') {
        if (config.profile === 'strict') yield { at, message: 'fallback', data, severity: 'information' };
      } else if (!registered.has(httpScheme)) {
        // A signature of one's own is not in the registry, and may be as good.
        const isSignature = /hmac|sha-?\d|sign|aws4/.test(httpScheme);
        if (!isSignature) yield { at, message: 'unknown', data };
        else if (config.profile === 'strict') yield { at, message: 'unknown', data, severity: 'information' };
      }
    },
  },
});

/** Digest rests on MD5 and a password that the server can read; NTLM authenticates connections; OAuth is 1.0. */
const weak: ReadonlySet<string> = new Set(['digest', 'ntlm', 'oauth']);

/** IANA HTTP Authentication Scheme Registry; Basic is a matter of its own. */
const registered: ReadonlySet<string> = new Set([
  'basic',
  'bearer',
  'concealed',
  'dpop',
  'gnap',
  'hoba',
  'mutual',
  'privatetoken',
  'scram-sha-1',
  'scram-sha-256',
  'signature',
  'vapid',
]);
