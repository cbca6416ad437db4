import { signatureSchemes } from '../../lexicon/credentials.ts';
import { specified } from '../../lexicon/specified.ts';
import { writtenWordsIn } from '../../lexicon/words.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'weak-http-scheme',
    title: 'Weak or unknown HTTP authentication scheme',
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
      weak: '"{name}" uses the weak HTTP authentication scheme "{scheme}". Use "bearer" with OAuth 2.0 or OpenID Connect.',
      fallback: '"{name}" uses "{scheme}", which can fall back to NTLM and its relay attacks. Accept only Kerberos.',
      unknown:
        '"{name}" uses "{scheme}", which is not a registered HTTP authentication scheme. Use a registered one, for example "bearer".',
    },
  },

  visit: {
    *SecurityScheme({ name, node, type, httpScheme }, { config }) {
      const at = node.get('scheme');
      if (type !== 'http' || httpScheme === undefined || httpScheme === '' || at === undefined) return;
      const data = { name, scheme: at.string ?? httpScheme };
      if (weak.has(httpScheme)) yield { at, message: 'weak', data };
      // Kerberos is secure, and the description does not show the negotiated mechanism.
      else if (httpScheme === 'negotiate') {
        if (config.profile === 'strict') yield { at, message: 'fallback', data, severity: 'information' };
      } else if (!registered.has(httpScheme)) {
        // A proprietary signature is not registered, but may be as secure.
        const isSignature = signatureSchemes.matches(writtenWordsIn(data.scheme));
        if (!isSignature) yield { at, message: 'unknown', data };
        else if (config.profile === 'strict') yield { at, message: 'unknown', data, severity: 'information' };
      }
    },
  },
});

/** Digest needs MD5 or a readable password, NTLM authenticates connections, `oauth` is OAuth 1.0. */
const weak: ReadonlySet<string> = new Set(specified('RFC 7616, MS-NTHT, RFC 5849 §3.5.1', ['digest', 'ntlm', 'oauth']));

/** Without those that are weak. basic-authentication reports Basic. */
const registered: ReadonlySet<string> = new Set(
  specified('IANA HTTP Authentication Scheme Registry', [
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
  ]),
);
