export type Severity = 'error' | 'warning' | 'information' | 'hint';
export type Confidence = 'high' | 'medium' | 'low';

/** The six pillars of an API security strategy. A rule's folder is its pillar. */
export type Pillar = 'authentication' | 'design' | 'transport' | 'monitoring' | 'rate-limiting' | 'assessment';

/** OWASP API Security Top 10, edition 2023. */
export type OwaspId = `API${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10}:2023`;

/** The more severe, the higher. */
export const severityRanks: Readonly<Record<Severity, number>> = { hint: 0, information: 1, warning: 2, error: 3 };
