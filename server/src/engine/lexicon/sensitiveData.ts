import type { SensitiveClass } from '../sensitive/classify.ts';
import { list, phrasesOf } from './names.ts';

/**
 * Phrases by class: words in the singular, lower case, without accents, letters apart from digits. A phrase counts where
 * its words stand together in a name, also where they are written as one (`firstname`). Add a word by adding it here.
 */
export const phrases: Readonly<Record<SensitiveClass, readonly string[]>> = {
  credential: phrasesOf({
    en: `
      password, passwd, pwd, pass phrase, passcode, pass code, pass word, smtp pass, db pass
      pin, pin code, pin number, pin block, puk, tan code, m tan, sms tan, seed phrase, recovery phrase, mnemonic phrase, mnemonic
      otp, totp, one time password, one time code, one time pin, one time passcode, mfa code, 2 fa code, tfa code, two factor code
      otp code, totp code, sms code, verification code, authenticator code, activation code, recovery code, backup code, unlock code
      reset code, login code, passwordless code, security answer, secret answer, security question answer, code verifier
      secret, client secret, secret data, api secret, api key, api secret key, app key, application key, auth key, authentication key, access key
      secret key, secret access key, private key, signing key, encryption key, decryption key, master key, account key, shared key
      pre shared key, psk, hmac key, sas key, storage key, subscription key, server key, service account key, ssl key, tls key
      host key password, keystore, connection string, auth string, authentication data, auth data
    `,
    de: 'passwort, kennwort',
    fr: 'mot de passe',
    es: 'contrasena, clave acceso, clave de acceso',
    pt: 'senha',
    it: 'parola d ordine',
    nl: 'wachtwoord',
  }),
  token: list(`
    token, access token, id token, security token, jwt, json web token, session cookie
    authorization code, auth code, saml assertion, saml response, client assertion, id token hint, magic link, auth ticket, api ticket
  `),
  'payment-card': phrasesOf({
    en: `
      card number, card no, card num, credit card, credit card number, debit card, debit card number, cc number, cc num, card pan, full pan
      ccn, dpan, fpan, primary account number, cvv, cvc, cvn, csc, cvv 2, cvc 2, cid code, card cid, cryptogram
      card security code, card verification code, card verification value, card code, cardholder data, card data, sensitive card data
      card expiry, card expiration, card exp, cc exp, card expiry date, card expiration date, card exp date, card expiry month
      card expiry year, card expiration month, card expiration year, card exp month, card exp year, track data
      track 1, track 2, track 1 data, track 2 data, magstripe, magnetic stripe, magnetic stripe data
    `,
    de: 'kartennummer, kreditkartennummer',
    fr: 'numero carte',
    es: 'numero de tarjeta, numero tarjeta',
    pt: 'numero do cartao, numero cartao',
    it: 'numero carta',
  }),
  'bank-account': phrasesOf({
    en: `
      iban, bban, bank account, bank account number, account number, account no, account num, acct number, acct no, acct num
      bank acct, bank acct number, bank acct no, bank number, bank account no, account iban, account bban, beneficiary account
      routing number, routing no, routing num, routing transit number, transit number, aba number, aba routing number, ach number
      sort code, ifsc, ifsc code, clabe, bsb, bsb number, bic, bic fi, swift code, swift bic, bank swift
      bank identifier code, bank identification number, bank identification code, nuban, cbu, pix key, counterparty account
    `,
    de: 'kontonummer, bankleitzahl, blz',
    fr: 'numero de compte',
    es: 'numero de cuenta, numero cuenta',
    pt: 'numero da conta',
    it: 'numero conto',
    nl: 'rekeningnummer',
  }),
  'government-id': phrasesOf({
    en: `
      ssn, social security, social security number, social security no, social security num, social insurance number, sin number
      national id, national id no, national id number, national identifier, national identity number, national identification number
      national identity card number, national register number, nino, national insurance number, national insurance no
      tax id, tax number, tax no, tax identifier, tax identification number, tax identification no, tax reference number
      taxpayer id, taxpayer identification number, taxpayer number, tin, itin, tax file number, tfn, employer identification number
      passport, passport number, passport no, passport num, passport id, travel document number, visa number
      driver license, driver licence, driver license number, driver licence number, driver license no, driver licence no, driver license id
      driving license, driving licence, driving license number, driving licence number, driving license no, driving licence no, dl number
      voter id, voter id number, voter number, identity card, identity card number, identity card no, identity number, identity no
      identity document number, id card number, id card no, id document number
      personal id number, personal identity number, personal identification number, government id, government id number
      citizen id, citizen number, civil id, emirate id, resident registration number, residence permit number
      alien registration number, alien number, birth certificate number, green card number, military id, medicare number
      aadhaar, aadhaar number, aadhaar no, aadhar, aadhar number, cpf, cnpj, curp, nif, cuit, cuil, cedula, bsn
      burgerservicenummer, personnummer, fodselsnummer, personal number, pesel, nric, hkid, fiscal code, fiscal number
    `,
    de: 'steuernummer, steuer id, personalausweisnummer, ausweisnummer',
    fr: 'numero securite sociale',
    es: 'numero de identificacion',
    it: 'codice fiscale',
  }),
  health: phrasesOf({
    en: `
      diagnosis, diagnostic code, medical record, medical record number, medical record no, mrn, medical history
      medical condition, medication, medication name, prescription, dosage, dosage instruction, allergy, allergen, symptom, disease
      chronic disease, illness, disability, pregnancy, pregnant, pregnancy status, blood type, blood group, blood pressure
      blood glucose, blood sugar, glucose, cholesterol, heart rate, respiratory rate, oxygen saturation, spo 2, bmi, body mass index
      systolic, diastolic, hemoglobin, hba 1 c, insulin, icd, icd 10, icd 9, icd 11, icd code, snomed code, snomed, loinc code, rx number
      hiv, hiv status, vaccination, vaccination status, immunization, immunisation, health condition, health record
      mental health, lab result, clinical note, therapy note, patient note, covid test result, smoking status, smoker
      medical note, surgical history, menstrual, chronic condition, health insurance number, health insurance id, health plan number
      health card number, insurance member number, nhs number, body temperature, body weight, body height, treatment plan
      genetic data, genome, genotype, organ donor, comorbidity, prognosis
    `,
    de: 'diagnose, krankheit',
    fr: 'maladie',
    es: 'diagnostico, enfermedad, alergia, medicamento',
  }),
  biometric: list(`
    biometric, biometric data, biometric template, fingerprint data, fingerprint template, fingerprint image
    face template, facial template, face encoding, face embedding, face geometry, face image, facial image, face scan, faceprint
    iris scan, iris template, retina scan, voice print, voice sample, palm print, palm vein, vein pattern
    handprint, dna sequence, dna profile, selfie, selfie image
  `),
  demographic: phrasesOf({
    en: `
      gender, gender identity, sex, race code, ethnicity, ethnic, ethnic group, ethnic origin, religion, religious, religious belief
      nationality, citizenship, marital status, civil status, sexual orientation, political affiliation, political opinion
      political party, union membership, trade union, trade union membership, veteran status, immigration status, pronoun
      birth date, date of birth, dob, date birth, bday, birth year, birth month, birth day, year of birth
      month of birth, day of birth, birth place, place of birth, birth country, country of birth, birth city, city of birth
    `,
    de: 'geburtsdatum, geschlecht, staatsangehorigkeit',
    fr: 'date naissance, date de naissance, nationalite',
    es: 'fecha nacimiento, fecha de nacimiento, genero, sexo, nacionalidad, estado civil',
    pt: 'data nascimento, data de nascimento',
    it: 'data di nascita',
    nl: 'geboortedatum',
  }),
  contact: phrasesOf({
    en: `
      email, e mail, mail address, email address, email addr, phone, telephone, tel, phone number, phone no, phone num
      telephone number, telephone no, mobile, mobile number, mobile phone, mobile no, cell phone, cell number, msisdn
      fax, fax number, landline, contact number, contact no, whatsapp, whatsapp number, videophone
      address line, addr line, address street, address zip, street, street address, street name, street number, street line
      house number, house no, building number, apartment number, apartment, home address, postal address, mailing address
      address full, residential address, residence address, permanent address, shipping address, delivery address, billing address, address 1, address 2
      address 3, address 4, addr 1, addr 2, address one, address two, postal code, post code, postal, zip, zip code, zip plus
      po box, post box, postal box, post office box
    `,
    de: 'adresse, telefon, telefonnummer, strasse, plz, hausnummer, postleitzahl, handynummer',
    fr: 'courriel, code postal',
    es: 'correo, correo electronico, telefono, direccion, codigo postal',
    pt: 'telefone, endereco',
    it: 'indirizzo, cellulare',
    nl: 'adres, huisnummer',
  }),
  'person-name': phrasesOf({
    en: `
      first name, last name, surname, family name, given name, middle name, maiden name, forename, birth name, middle initial
      fname, lname, person name, real name, preferred name, former name
      cardholder name, card holder name, cardholder, card holder, name on card, account holder name, account holder, account owner name
      account owner, holder name, mother maiden name, mother name, father name, next of kin name, next of kin, emergency contact name, contact person
      name first, name last, name family, name given, name middle
    `,
    de: 'vorname, nachname, familienname',
    fr: 'prenom, nom de famille',
    es: 'nombre completo, apellido',
    pt: 'sobrenome',
    it: 'cognome',
    nl: 'voornaam, achternaam',
  }),
  location: list(`
    latitude, longitude, lat, lng, lon, lat long, geo location, geo point, gps
    gps location, gps position, coordinate, current location, last location, last known location
    last known position, current position, estimated location, home location, location history, user location, device location
    client ip, user ip, customer ip, visitor ip, login ip, sign in ip, remote ip, psu ip, caller ip
  `),
  financial: phrasesOf({
    en: `
      balance, salary, income, wage, net worth, credit score, credit limit, available credit, credit rating, credit history, payroll
      compensation, earning, debt, tax return, portfolio value, pension, gross pay, net pay, take home pay, sick pay, pay rate
      hourly rate, hourly wage, bankruptcy, fico score, fico, overdraft limit, tax withheld, income tax, source of wealth, source of fund
    `,
    de: 'gehalt, kontostand',
    fr: 'salaire, solde',
    es: 'salario, saldo',
    it: 'stipendio',
  }),
};

/**
 * Phrases with more than one meaning, also names that say little: they count only near one of these words, in the rest
 * of the name or in the names around it. `alone`: also where nothing else stands in the name.
 */
export const contextual: readonly Contextual[] = [
  hint('credential', 'pass, key', 'login, smtp, ftp, credential, auth, wifi'),
  hint('credential', 'salt', 'password, hash, credential'),
  hint('credential', 'confirmation code, response code', 'sca, mfa, otp, sms, authorisation, authorization'),
  hint('credential', 'credential', 'json, firebase, user, client, file, login, service, aws, database', 'alone'),
  hint('credential', 'bearer', 'auth', 'alone'),
  hint('credential', 'answer', 'security, password'),
  hint('token', 'sid', 'cookie'),
  hint('token', 'session id, session key', 'user, login, auth, web, http, authentication', 'alone'),
  hint('payment-card', 'pan', 'card, cc, payment, cardholder, funding, primary', 'alone'),
  hint('payment-card', 'security code', 'card, cc, payment', 'alone'),
  hint('payment-card', 'number, expiry, expiration, exp, valid thru', 'card, cc'),
  hint(
    'payment-card',
    'exp month, exp year, expiry month, expiry year, expiration month, expiration year',
    'card, cc',
    'alone',
  ),
  hint('bank-account', 'number', 'bank, ach, sepa, iban'),
  hint('bank-account', 'identification', 'account'),
  hint('bank-account', 'swift, aba, bank code', 'bank, payment, beneficiary, payout, iban, code, account', 'alone'),
  hint('government-id', 'nin, nie, nir, rut, rfc, dni, ein', '@person', 'alone'),
  hint(
    'government-id',
    'id number, id no, identification number',
    '@person, national, citizen, identity, government, passport',
    'alone',
  ),
  hint('government-id', 'id card', '@person, national, citizen, identity, photo', 'alone'),
  hint('government-id', 'document number, license number, licence number', 'passport, identity, @person'),
  hint('health', 'weight, height, condition, treatment, medical, procedure', 'patient'),
  hint('health', 'surgery, vaccine, therapy', 'patient, medical', 'alone'),
  hint('health', 'health status', '@person'),
  hint('biometric', 'fingerprint, iris, retina, gait, thumbprint', '@person'),
  hint('demographic', 'race, age, caste, year old', '@person'),
  hint('contact', 'mail', '@person', 'alone'),
  hint('contact', 'rue, cap, cell', '@person, address, adresse', 'alone'),
  hint('contact', 'line 1, line 2, line 3, line one, line two', 'address'),
  hint('contact', 'number', 'phone, telephone, mobile, fax'),
  hint('contact', 'recipient, to, from, cc, bcc', 'email, mail'),
  hint('contact', 'sender', 'email, mail'),
  hint('person-name', 'name', '@person, @user'),
  hint('person-name', 'display name, nick name', '@person, @user'),
  hint('person-name', 'nombre, nom, naam, nome', '@person'),
  hint('person-name', 'owner name, holder, owner', 'card, bank, debtor, creditor'),
  hint('person-name', 'account name', 'bank, beneficiary'),
  hint('person-name', 'legal name', '@person'),
  hint('person-name', 'full name, second name', '@person, @user', 'alone'),
  hint('financial', 'overdraft, bonus, liability, asset', '@person, employment'),
];

export interface Contextual {
  readonly class: SensitiveClass;
  readonly phrases: readonly string[];
  readonly near: ReadonlySet<string>;
  readonly isFineAlone: boolean;
}

/** Words behind a phrase that leave its meaning: the name still holds the thing itself. `pkc` is how `PKCS8` is read. */
export const neutralAfter: ReadonlySet<string> = new Set(
  list(`
    value, number, no, num, nbr, nr, text, string, str, raw, plain, clear, hash, hashed, encrypted, enc, cipher
    primary, secondary, home, work, office, business, personal, private, current, old, new, confirm, repeat, confirmation, again
    input, list, ext, extension, line, full, formatted, pem, image, kana, kanji, latin, local, of, person, user, customer
    member, employee, alt, alternate, alternative, other, day, evening, uppercase, lowercase, normalized, original, material
    pkc, owner, holder, md, sha, bcrypt, base, digest, to, from, cc, bcc, decimal, deg, degree, json, here, pending, address, plus
    credit, debit, one, two, three
  `),
);

/** More of them by class: `salaryAmount` is a salary, `emailAmount` counts e-mails. */
export const neutralAfterClass: Readonly<Partial<Record<SensitiveClass, ReadonlySet<string>>>> = {
  'payment-card': new Set(list('code, date, month, year')),
  'bank-account': new Set(list('code, id, identifier')),
  health: new Set(
    list(
      'code, name, rate, description, date, unit, detail, information, info, result, note, level, instruction, history',
    ),
  ),
  demographic: new Set(list('date, year, month, code, place, name, category')),
  contact: new Set(list('cell, five, four, contact')),
  financial: new Set(list('amount, cent, initial, gross, net, annual, monthly, total, history, usd, eur')),
};

/** First words of a name that make it a flag, a question or an order about the thing: `hasPassword`, `sendEmail`. */
export const cancelFirst: ReadonlySet<string> = new Set(
  list(`
    has, is, was, are, no, required, need, allowed, enabled, disabled, show, hide
    use, include, exclude, with, without, should, must, can, support, supported, unique, validate
    ignore, skip, send, notify, accept, missing, default, example, sample, will, did, opt, auto, expire, check
    optimize, override, generate, hidden, save, force, enforce, on, by, reveal, collect, map, transport
  `),
);

/** Words that, anywhere before it, make it a number, a part or a public side of the thing: `maskedPan`, `maxPinLength`. */
export const cancelBefore: ReadonlySet<string> = new Set(
  list(`
    num, number, count, total, max, maximum, min, minimum, masked, mask, obfuscated, redacted, truncated, anonymized, tokenized
    public, for, require, allow, enable, disable, invalid, ssml, tts, may
  `),
);

/** Words right before the phrase that make it another thing: `nextPageToken`, `mapPin`, `storeLatitude`, `routingKey`. */
export const cancelRightBefore: Readonly<Partial<Record<SensitiveClass, ReadonlySet<string>>>> = {
  credential: new Set(
    list(
      'map, project, message, comment, gpio, board, drop, push, location, partition, sort, cache, lookup, chip, pinned',
    ),
  ),
  token: new Set(
    list(`
      page, next, prev, previous, continuation, continue, pagination, paging, sync, cursor, request, idempotency, idempotent, delta
      starting, start, resume, scroll, change, design, css, prompt, completion, input, output, cached, marker, skip
      offset, pager, search, watermark, snapshot, consistency, concurrency, client, fungible, erc, crypto, reasoning, audio, text
      position, stop, special, vocabulary, after, before, forward, backward, batch, poll, lock, fencing, http, version, etag, rate
      sequence, update, object, constant, keyword, syntax, lexical, list, governance, nft, end, stream, paginated, order
    `),
  ),
  'person-name': new Set(list('brand')),
  'bank-account': new Set(list('order, invoice, utility, meter, loyalty, vendor, country')),
  'government-id': new Set(list('order, invoice, vehicle, device')),
  health: new Set(list('app, application, api, system, service, server, host, cluster, node, database, device, pool')),
  financial: new Set(list('load, work, white, line, color, gas, tax, open')),
  location: new Set(
    list('store, venue, shop, place, airport, station, restaurant, hotel, branch, warehouse, office, left, right'),
  ),
};

/** People, by what they are called. Near one, a bare `name`, `age` or `fingerprint` is personal. */
export const personWords: ReadonlySet<string> = new Set(
  list(`
    person, people, customer, patient, employee, applicant, passenger, guest, traveler, traveller, citizen, individual, cardholder
    holder, recipient, payee, payer, beneficiary, sender, shipper, consignee, buyer, shopper, student, contact, resident, donor, worker, candidate
    attendee, spouse, child, parent, borrower, driver, subscriber, insured, policyholder, member, author, reviewer, doctor
    physician, practitioner, dependent, dependant, relative, witness, voter, debtor, creditor, signer, signatory, caregiver, nurse
    pupil, teacher, professor, instructor, client, manager, supervisor, guardian, nominee, tenant, landlord, lender, debitor, taxpayer, father, mother
    director, shareholder, trustee, learner, executor, executive, invitee, participant, crew, pilot, agent, consumer, humain, persona, cliente, kunde
    paciente, empleado, mitarbeiter, personne, paziente
  `),
);

/** Person words that, in front of `name`, name software, organizations or accounts as often as people. */
export const notBeforeName: ReadonlySet<string> = new Set(
  list(
    'parent, client, member, driver, tenant, child, dependent, manager, crew, executor, dependant, participant, agent',
  ),
);

/** What an address or a balance belongs to where it is no person's. */
export const machineWords: ReadonlySet<string> = new Set(
  list(`
    ip, mac, wallet, web, url, memory, host, server, contract, bind, listen, network, gateway, eth, ethereum, btc, bitcoin, crypto
    blockchain, dns, internet, socket, listener, endpoint, subnet, cidr, node, peer, proxy, token, nft, ipv, lan, wan, broadcast
    multicast, bus, register, virtual, start, end, interface, deposit, hash, block, transaction, allowed, origin, firewall, vpc
    process, thread, module, cluster, route, range, site, vpn, load, router, binding, webhook, redirect, message, device
  `),
);

/** Places that are open to everybody: where they are is no secret. */
export const venueWords: ReadonlySet<string> = new Set(
  list(`
    venue, store, shop, place, city, airport, station, region, country, branch, hotel, restaurant, port, warehouse, depot
    facility, datacenter, stop, map, viewport, bound, area, tile, poi, landmark, office, terminal, hub, weather, establishment
    school, university, hospital, clinic, museum, park, stadium, atm, locker, geoname, place
  `),
);

/** Last words of a schema's name that say what role it plays, not what it is: `CustomerCreateRequest` is about a customer. */
export const schemaSuffixes: ReadonlySet<string> = new Set(
  list(`
    request, response, dto, vo, po, input, output, base, create, update, patch, put, post, get, data, info, information, detail, model
    representation, resource, type, object, payload, param, parameter, body, view, summary, full, simple, entity, item, list, record
    attribute, property, schema, profile, result, out, in, read, write, new, persist, value, account
  `),
);

/** Names that leave it to the description to say what they hold. */
export const vagueWords: ReadonlySet<string> = new Set(
  list('key, value, number, code, data, to, from, identifier, identification, string, text, format, field, raw'),
);

/** What stands before `address` where it is a place to live, to send to or to be found at. */
export const addressWords: ReadonlySet<string> = new Set(
  list(`
    full, company, business, registered, legal, primary, secondary, current, previous, pickup, pick, up, dropoff, off, destination, return
    invoice, property, work, formatted, raw, avs, alternative, alternate, correspondence, physical, civic, user, registration, local
  `),
);

/** Words that stand in names written as one, besides those of the lists above: `adminemail`. */
export const gluedWords: readonly string[] = list('admin, company');

/** Words of the lists above that are made of two other known words, and are not taken apart: `net` and `work`. */
export const wholeWords: readonly string[] = list('network, geoname, keyword, database, timetoken');

/** The words by which names that are written as one are taken apart. */
export function knownWords(): readonly string[] {
  return [...neutralAfter, ...personWords, ...gluedWords, ...wholeWords].filter((word) => word.length >= 3);
}

function hint(name: SensitiveClass, of: string, near: string, alone?: 'alone'): Contextual {
  return { class: name, phrases: list(of), near: new Set(list(near)), isFineAlone: alone === 'alone' };
}
