/** Classes of sensitive data (PRODUCT.md). */
export type SensitiveClass =
  | 'credential'
  | 'token'
  | 'payment-card'
  | 'bank-account'
  | 'government-id'
  | 'health'
  | 'biometric'
  | 'demographic'
  | 'contact'
  | 'person-name'
  | 'location'
  | 'financial';
