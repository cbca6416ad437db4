import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createClassifier, type FieldFacts, noVocabulary } from '../../server/src/engine/sensitive/classify.ts';

const classify = createClassifier(noVocabulary);
const classOf = (name: string, facts: Partial<FieldFacts> = {}): string =>
  classify({ name, position: 'property', type: ['string'], ...facts })?.class ?? '-';

/** Names that no document of the labelled set has, by what a reviewer says about them. */
const table: Readonly<Record<string, string>> = {
  credential:
    'newPassword password_confirmation ADMIN_PASSWORD pinCode otp mfaCode oauthClientSecret privateKeyPem securityAnswer contraseña senha wachtwoord passphrase webhookSecret privateKeyPkcs8',
  token: 'accessToken refresh_token idToken userSessionToken jwt csrf_token bearerToken apiToken',
  'payment-card': 'cardNumber card_no creditCardNumber cvv cvc2 primaryAccountNumber cardSecurityCode cardExpiryDate',
  'bank-account':
    'iban debtorIban bankAccountNumber routing_number sortCode ifscCode beneficiaryAccountNumber swiftCode',
  'government-id':
    'ssn socialSecurityNumber passportNumber nationalId driverLicenseNumber driving_licence_number taxIdentificationNumber aadhaarNumber nationalInsuranceNumber codiceFiscale emiratesId',
  health: 'diagnosis bloodType allergies prescriptions medicalRecordNumber heartRate symptoms vaccinations',
  biometric: 'faceTemplate voiceprint irisScan fingerprintTemplate biometricData',
  demographic:
    'dateOfBirth birthDate gender ethnicity religion nationality maritalStatus sexualOrientation dob birthdate birthplace',
  contact:
    'email workEmail phoneNumber mobile_phone homeAddress addressLine1 postalCode zip_code streetAddress telefono courriel faxNumber adres postcode cellphone',
  'person-name':
    'firstName last_name fullName middleName maidenName cardholderName givenName familyName vorname apellido',
  location: 'latitude longitude gpsCoordinates geolocation latLng lastKnownLocation clientIp',
  financial: 'salary annualIncome accountBalance creditScore netWorth monthly_income annualSalaryCents',
  '-':
    'discard compass passage tokenize pinned spinner tokenType nextPageToken continuationToken pageToken maxTokens clientToken idempotencyKey ' +
    'passwordPolicy passwordUpdatedAt passwordLastChanged hasPassword emailVerified email_count emailSentAt sendEmail phoneType cardId cardBrand cardType ' +
    'accountId accountType bankId bankName publicKey sshPublicKey partitionKey keyId secretName last4 cardLast4 maskedPan masked_card_number ssnLast4 ' +
    'fileName hostName productName displayName name title ipAddress macAddress walletAddress addressId addressType healthCheck healthStatus ' +
    'keyFingerprint certificateFingerprint storeLocation genderRequired countryCode currency amount price total status state version orderNumber ' +
    'accountStatus sessionDuration tokenExpiresIn token_endpoint birthdayEnabled networkAddress keywordToken taxRate taxAmount passengers passing authorId',
};

for (const [expected, names] of Object.entries(table)) {
  test(`names of class ${expected}`, () => {
    const wrong = names
      .split(' ')
      .flatMap((name) => (classOf(name) === expected ? [] : [`${name} → ${classOf(name)}`]));
    assert.deepEqual(wrong, []);
  });
}

test('uses types, formats and positions', () => {
  assert.equal(classOf('password', { type: ['boolean'] }), '-');
  assert.equal(classOf('tokens', { type: ['integer'] }), '-');
  assert.equal(classOf('sender', { format: 'email' }), 'contact');
  assert.equal(classOf('value', { format: 'password' }), 'credential');
  assert.equal(classOf('email', { format: 'uri' }), '-');
  assert.equal(classOf('token', { enum: ['a', 'b'] }), '-');
  assert.equal(classOf('gender', { enum: ['f', 'm', 'x'] }), 'demographic');
  assert.equal(classOf('Authorization', { position: 'header' }), 'token');
  assert.equal(classOf('creditCard', { hasProperties: true }), '-');
});

test('an agent, a driver or a client with the fields of a program is not a person', () => {
  const nameIn = (schema: string, ...siblings: string[]): string =>
    classOf('name', { enclosing: [schema], siblings: () => siblings });
  assert.equal(nameIn('DeviceAgent'), '-');
  assert.equal(nameIn('NetworkDriver', 'id'), '-');
  assert.equal(nameIn('Agent', 'id', 'os', 'version'), '-');
  assert.equal(nameIn('Agent', 'id', 'version'), 'person-name');
  assert.equal(nameIn('EstateAgent', 'email', 'phone'), 'person-name');
  assert.equal(nameIn('Customer', 'platform', 'version'), 'person-name');
});

test('classifies a name by its place and description', () => {
  const told = (name: string, position: FieldFacts['position'], description = ''): string =>
    classOf(name, { position, description });
  assert.equal(told('sort_code', 'path'), '-');
  assert.equal(told('filter[routing_number]', 'query'), '-');
  assert.equal(told('creditor_bic', 'query'), 'bank-account');
  assert.equal(told('iban', 'path'), 'bank-account');
  assert.equal(told('tokens', 'query', 'Words, separated by spaces'), '-');
  assert.equal(told('_token', 'query'), '-');
  assert.equal(told('access_tokens', 'query'), 'token');
  assert.equal(told('app_key', 'path', 'The key of the app.'), '-');
  assert.equal(told('app_key', 'query', 'Your app key'), 'credential');
  assert.equal(told('subscription_key', 'query', 'filter only subscriptions matching key'), '-');
  assert.equal(told('driver__nie', 'query'), '-');
  assert.equal(told('email__ic', 'query'), 'contact');
  assert.equal(told('taxId', 'query', 'Organism taxon ID'), '-');
  assert.equal(told('idCard', 'path'), '-');
  assert.equal(classOf('idCard'), 'government-id');
  assert.equal(classOf('labIdNumber'), '-');
  assert.equal(classOf('firstDigitsCardNumber'), '-');
  assert.equal(classOf('predicateKey', { enclosing: ['auth'] }), '-');
  assert.equal(classOf('key', { enclosing: ['auth'] }), 'credential');
});

test('classifies an address by its description', () => {
  assert.equal(classOf('address'), 'contact');
  assert.equal(classOf('address', { description: 'Postal address of the buyer' }), 'contact');
  assert.equal(classOf('address', { description: 'The customer address' }), 'contact');
  assert.equal(classOf('address', { description: 'Where the goods are sent.' }), 'contact');
  assert.equal(classOf('address', { description: 'Slave address (primary or secondary)' }), '-');
  assert.equal(classOf('address', { description: 'The I2C address of the sensor' }), '-');
  assert.equal(classOf('address', { position: 'path' }), '-');
});

test('classifies a bare name by the enclosing schema', () => {
  assert.equal(classOf('name', { enclosing: ['Customer'] }), 'person-name');
  assert.equal(classOf('name', { enclosing: ['Product'] }), '-');
  assert.equal(classOf('number', { enclosing: ['card'] }), 'payment-card');
  assert.equal(classOf('number', { enclosing: ['Order'] }), '-');
  assert.equal(classOf('latitude', { enclosing: ['Store'] }), '-');
  assert.equal(classOf('full_name', { enclosing: ['Repository'] }), '-');
});

test('prefers annotations to names', () => {
  const mask = Object.assign(Object.create(null), { mask: 'full' });
  assert.equal(classOf('note', { annotations: { 'x-sensitive-data': mask } }), 'contact');
  assert.equal(classOf('email', { annotations: { 'x-pii': false } }), '-');
  assert.equal(classOf('note', { annotations: { 'x-data-classification': 'confidential' } }), 'contact');
  assert.equal(classOf('note', { annotations: { 'x-sensitive-data': 'health' } }), 'health');
  assert.equal(classOf('note', { annotations: { 'x-data-classification': 'public' } }), '-');
});

test('adds and removes names by configuration', () => {
  const own = createClassifier({ add: { 'government-id': ['koseki number'] }, remove: ['email'] });
  assert.equal(own({ name: 'kosekiNumber', position: 'property' })?.class, 'government-id');
  assert.equal(own({ name: 'email', position: 'property', format: 'email' }), undefined);
  assert.equal(own({ name: '__proto__', position: 'property' }), undefined);
});

interface Labelled {
  readonly split: string;
  readonly label: string;
  readonly facts: FieldFacts;
}

/**
 * Labelled by reading, before any classifier saw them; whole providers are held out as `test`. `unseen` and `held` are two
 * draws from 490 other providers, rich in names that sound sensitive.
 */
function labelledNames(): readonly Labelled[] {
  const text = readFileSync(new URL('../corpus/sensitive-labels.tsv', import.meta.url), 'utf8');
  const rows = text.trimEnd().split('\n').slice(1);
  return rows.map((row) => {
    const [split = '', label = '', name = '', position, type = '', format = '', enclosing = '', description = ''] =
      row.split('\t');
    const marks = type.split('|').filter((mark) => mark !== '');
    const facts = {
      name,
      position: position as FieldFacts['position'],
      type: marks.filter((mark) => mark !== 'enum' && mark !== 'properties'),
      format,
      description,
      enclosing: enclosing.split('|').filter((part) => part !== ''),
      hasProperties: marks.includes('properties'),
      ...(marks.includes('enum') ? { enum: ['a', 'b'] } : {}),
    };
    return { split, label, facts };
  });
}

const labelled = labelledNames();
/** What was measured when the labels were made, rounded down; the product aims at 0.95 and 0.90 on names never seen. */
const minimum = {
  train: { precision: 0.97, recall: 0.94 },
  test: { precision: 0.91, recall: 0.9 },
  unseen: { precision: 0.97, recall: 0.97 },
  held: { precision: 0.95, recall: 0.95 },
};

for (const split of ['train', 'test', 'unseen', 'held'] as const) {
  test(`labelled names, ${split}: precision and recall`, (context) => {
    const names = labelled.filter((name) => name.split === split);
    const answers = names.map(({ label, facts }) => ({ label, answer: classify(facts)?.class ?? '-' }));
    const hits = answers.filter(({ label, answer }) => label !== '-' && label === answer).length;
    const precision = hits / answers.filter(({ answer }) => answer !== '-').length;
    const recall = hits / answers.filter(({ label }) => label !== '-').length;
    context.diagnostic(`${names.length} names: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
    assert.ok(precision >= minimum[split].precision, `precision ${precision}`);
    assert.ok(recall >= minimum[split].recall, `recall ${recall}`);
  });
}
