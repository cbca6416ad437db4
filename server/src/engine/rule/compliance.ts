/**
 * The requirements of laws and standards that rules check, each summarized in a few words.
 * PCI DSS v4.0.1 (June 2024), GDPR (Regulation (EU) 2016/679), HIPAA Security and Privacy Rules (45 CFR Part 164).
 */
export const requirements = {
  'PCI DSS 2.2.2': 'vendor default accounts are managed',
  'PCI DSS 3.3.1': 'sensitive authentication data is not stored after authorization',
  'PCI DSS 3.5.1': 'the card number is unreadable wherever it is stored',
  'PCI DSS 4.2.1': 'strong cryptography protects card numbers on open networks',
  'PCI DSS 6.2.4': 'software is engineered against common attacks',
  'PCI DSS 6.5.5': 'live card numbers are not used outside production',
  'PCI DSS 7.2.1': 'an access control model grants what a task needs',
  'PCI DSS 7.2.2': 'access follows job and least privilege',
  'PCI DSS 7.3.3': 'access is denied unless granted',
  'PCI DSS 8.3.1': 'every access is authenticated',
  'PCI DSS 8.3.2': 'authentication factors are unreadable in transit and storage',
  'PCI DSS 8.3.3': 'identity is verified before a factor is changed',
  'PCI DSS 8.3.4': 'accounts are locked after invalid attempts',
  'PCI DSS 8.3.6': 'passwords have a minimum length',
  'PCI DSS 8.4.2': 'access to card data needs more than one factor',
  'PCI DSS 8.6.2': 'passwords of applications are not written into code or files',
  'PCI DSS 10.2.1': 'audit logs are kept of access and changes',
  'GDPR Art. 5(1)(c)': 'data minimisation',
  'GDPR Art. 5(1)(f)': 'integrity and confidentiality',
  'GDPR Art. 25': 'data protection by design and by default',
  'GDPR Art. 32': 'security of processing',
  'HIPAA 164.312(a)(1)': 'access control',
  'HIPAA 164.312(b)': 'audit controls',
  'HIPAA 164.312(c)(1)': 'integrity',
  'HIPAA 164.312(d)': 'person or entity authentication',
  'HIPAA 164.312(e)(1)': 'transmission security',
  'HIPAA 164.502(b)': 'minimum necessary',
} as const;

export type Requirement = keyof typeof requirements;
