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

/** What is known about a property or parameter. */
export interface FieldFacts {
  readonly name: string;
  /** Declared types, such as `['string', 'null']`. */
  readonly type?: readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly pattern?: string;
  readonly enum?: readonly (string | number | boolean | null)[];
  /** Names around it, innermost first: properties, then the schema. */
  readonly enclosing?: readonly string[];
  readonly position: 'property' | 'query' | 'path' | 'header' | 'cookie';
  /** The `x-` extensions of the schema or parameter. */
  readonly annotations?: Readonly<Record<string, unknown>>;
  /** An object with properties of its own. */
  readonly hasProperties?: boolean;
}

export interface Classified {
  readonly class: SensitiveClass;
  readonly confidence: 'high' | 'medium' | 'low';
}

export interface Vocabulary {
  readonly add: Readonly<Partial<Record<SensitiveClass, readonly string[]>>>;
  readonly remove: readonly string[];
}

export function createClassifier(_vocabulary: Vocabulary): (field: FieldFacts) => Classified | undefined {
  return () => undefined;
}
