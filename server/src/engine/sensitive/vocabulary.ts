import type { SensitiveClass } from './classify.ts';

/**
 * Phrases by class: words in the singular, lower case, without accents. A phrase counts where its words stand together
 * in a name, and also where they are written as one (`firstname`). Add a word by adding it here.
 */
export const phrases: Readonly<Record<SensitiveClass, readonly string[]>> = {
  credential: [
    ...list('password, passwd, pwd, passphrase, pass phrase, passcode, pass code, user password, login password'),
    ...list(
      'pin, pin code, otp, totp, one time password, one time code, one time pin, mfa code, two factor code, 2 fa code, sms code',
    ),
    ...list(
      'otp code, verification code, security answer, secret answer, recovery code, backup code, recovery phrase, seed phrase',
    ),
    ...list(
      'secret, client secret, shared secret, app secret, api secret, consumer secret, signing secret, webhook secret',
    ),
    ...list(
      'api key, app key, application key, auth key, access key, secret key, secret access key, private key, signing key',
    ),
    ...list(
      'encryption key, master key, account key, subscription key, ssh private key, private pem, credential, salt, connection string, server key, service account key, auth string, db password, database password',
    ),
    // Spanish, French, German, Portuguese, Italian, Dutch.
    ...list('contrasena, mot de passe, passwort, kennwort, senha, parola d ordine, wachtwoord'),
  ],
  token: [
    ...list(
      'token, access token, refresh token, id token, auth token, bearer token, session token, security token, api token',
    ),
    ...list(
      'oauth token, jwt, json web token, bearer, session id, session key, session cookie, authorization code, auth code',
    ),
    ...list('csrf token, xsrf token, saml assertion, saml response, saml token, client assertion, magic link, sid'),
  ],
  'payment-card': [
    ...list(
      'card number, card no, card num, credit card, credit card number, debit card, debit card number, cc number, cc num',
    ),
    ...list(
      'ccn, pan, primary account number, cvv, cvc, cvv 2, cvc 2, csc, cav, cid code, card security code, card verification',
    ),
    ...list(
      'card verification value, card verification code, card cvv, card cvc, card code, card expiry, card expiration',
    ),
    ...list(
      'card expiration date, card expiry date, card exp month, card exp year, track data, track 1, track 2, magstripe',
    ),
    ...list('card expiry month, card expiry year, card expiration month, card expiration year, security code'),
    ...list(
      'numero de tarjeta, numero tarjeta, numero carte, kartennummer, kreditkartennummer, numero do cartao, numero carta',
    ),
  ],
  'bank-account': [
    ...list(
      'iban, bban, bank account, bank account number, account number, account no, account num, acct number, acct no, acct num',
    ),
    ...list(
      'routing number, routing no, routing transit number, aba number, aba, sort code, ifsc, ifsc code, clabe, bsb, bsb number',
    ),
    ...list(
      'bic, swift, swift code, swift bic, bic code, bank code, beneficiary account, counterparty account, sepa mandate',
    ),
    ...list(
      'numero de cuenta, numero cuenta, numero de compte, kontonummer, numero da conta, rekeningnummer, depot number',
    ),
  ],
  'government-id': [
    ...list(
      'ssn, social security, social security number, social security no, sin number, social insurance number, national id',
    ),
    ...list(
      'national id number, national identification number, national identifier, national identity number, nin, nino',
    ),
    ...list(
      'national insurance number, tax id, tax number, tax identification number, taxpayer id, tin, itin, tax file number, tfn',
    ),
    ...list(
      'passport, passport number, passport no, passport num, driver license, driver license number, drivers license',
    ),
    ...list(
      'driving licence, driving license, driver licence, license plate, drivers licence, dl number, voter id, identity card, id card',
    ),
    ...list('id card number, identity card number, identity number, identity document number, government id'),
    ...list(
      'aadhaar, aadhaar number, aadhar, cpf, curp, nif, nie, dni, rut, rfc, bsn, personnummer, personal number, pesel',
    ),
    ...list(
      'codice fiscale, fiscal code, fiscal number, steuernummer, steuer id, numero securite sociale, nir, visa number',
    ),
    ...list(
      'residence permit number, citizen id, citizen number, civil id, emirates id, id document number, personal id number',
    ),
    ...list('ein, employer identification number, medicare number, alien number, personal identification number'),
  ],
  health: [
    ...list(
      'diagnosis, diagnostic code, medical, medical record, medical record number, mrn, medical history, medical condition',
    ),
    ...list(
      'medication, prescription, dosage, allergy, symptom, disease, illness, disability, pregnancy, pregnant, blood type',
    ),
    ...list(
      'blood group, blood pressure, blood glucose, glucose, heart rate, bmi, body mass index, icd 10, icd 9, icd code, hiv',
    ),
    ...list(
      'vaccination, vaccine, immunization, health condition, health record, mental health, lab result, test result clinical',
    ),
    ...list(
      'patient note, clinical note, health insurance number, nhs number, surgery, menstrual, cholesterol, chronic condition',
    ),
    ...list(
      'diagnostico, diagnose, maladie, krankheit, enfermedad, alergia, medicamento, body temperature, body weight, treatment plan',
    ),
    ...list('health insurance id, health plan number, insurance member number, genetic data, genome'),
  ],
  biometric: [
    ...list(
      'biometric, biometric data, fingerprint template, fingerprint image, fingerprint, face template, face encoding',
    ),
    ...list(
      'face embedding, facial, facial image, face image, iris, iris scan, retina, retina scan, voiceprint, voice print',
    ),
    ...list('palm print, dna sequence, selfie, face geometry, handprint, face scan, faceprint, vein pattern, gait'),
  ],
  demographic: [
    ...list(
      'gender, gender identity, sex, race, ethnicity, ethnic, ethnic origin, religion, religious, nationality, citizenship',
    ),
    ...list(
      'marital status, civil status, sexual orientation, birth date, birthdate, birthday, date of birth, dob, date birth',
    ),
    ...list(
      'birth place, birthplace, place of birth, birth year, birth month, birth day, year of birth, birth country, country of birth',
    ),
    ...list(
      'political affiliation, political opinion, political party, union membership, trade union, caste, veteran status',
    ),
    ...list(
      'fecha nacimiento, fecha de nacimiento, date naissance, date de naissance, geburtsdatum, data nascimento, data di nascita',
    ),
    ...list(
      'data de nascimento, geboortedatum, genero, sexo, geschlecht, nacionalidad, nationalite, estado civil, immigration status',
    ),
    ...list('month of birth, day of birth, city of birth, birth city, pronoun'),
  ],
  contact: [
    ...list(
      'email, e mail, mail address, email address, email addr, phone, telephone, tel, phone number, phone no, phone num, msisdn',
    ),
    ...list(
      'mobile, mobile number, mobile phone, mobile no, cell phone, cellphone, fax, fax number, telephone number, landline',
    ),
    ...list(
      'contact number, home phone, work phone, whatsapp, street, street address, street name, street number, street line, house number',
    ),
    ...list(
      'address line, addr line, home address, postal address, mailing address, residential address, shipping address, delivery address',
    ),
    ...list(
      'billing address, postal code, postcode, post code, zip, zip code, zipcode, apartment number, apartment, po box',
    ),
    ...list(
      'correo, correo electronico, telefono, direccion, courriel, adresse, telefon, strasse, plz, telefone, endereco',
    ),
    ...list('indirizzo, adres, hausnummer, codigo postal, code postal, handynummer, rue, cellulare, cap'),
  ],
  'person-name': [
    ...list(
      'first name, last name, surname, family name, given name, full name, middle name, maiden name, forename, birth name',
    ),
    ...list(
      'person name, legal name, real name, cardholder name, card holder name, cardholder, name on card, account holder name',
    ),
    ...list(
      'holder name, customer name, patient name, employee name, guest name, passenger name, recipient name, contact name',
    ),
    ...list(
      'account holder, account owner name, beneficiary name, payee name, applicant name, father name, mother name',
    ),
    ...list(
      'mother maiden name, spouse name, middle initial, name first, name last, last name kana, first name kana, student name',
    ),
    ...list(
      'apellido, prenom, nom de famille, vorname, nachname, sobrenome, cognome, voornaam, achternaam, familienname, author name',
    ),
  ],
  location: [
    ...list('latitude, longitude, lat, lng, lon, lat lng, lat long, geolocation, geo location, geo location data, gps'),
    ...list(
      'gps coordinate, gps location, current location, home location, last known location, location history, user location',
    ),
    ...list(
      'device location, client ip, client ip address, user ip, user ip address, remote ip, visitor ip, login ip, sign in ip, geo point',
    ),
    ...list('customer ip, customer ip address, ip address of user, lat lon, coordinate'),
  ],
  financial: [
    ...list(
      'balance, account balance, available balance, current balance, salary, annual salary, base salary, income, annual income',
    ),
    ...list(
      'monthly income, wage, net worth, credit score, credit limit, credit rating, credit history, payroll, compensation',
    ),
    ...list(
      'outstanding balance, debt, loan balance, tax return, investment, portfolio value, pension, assets under, hourly rate of pay',
    ),
    ...list(
      'gross pay, net pay, pay rate, bankruptcy, fico score, salario, gehalt, salaire, saldo, household income, overdraft limit',
    ),
    ...list('opening balance, closing balance, source of wealth, source of fund, ledger balance'),
  ],
};

/** Words behind a phrase that leave its meaning: the name still holds the thing itself. */
export const neutralAfter: ReadonlySet<string> = new Set([
  ...list(
    'value, number, no, num, nbr, nr, text, string, str, raw, plain, plaintext, clear, hash, hashed, encrypted, enc, cipher',
  ),
  ...list(
    'ciphertext, primary, secondary, home, work, office, business, personal, private, current, old, new, confirm, repeat',
  ),
  ...list(
    'confirmation, again, input, data, list, ext, extension, line, full, formatted, pem, image, kana, kanji, en, of, person',
  ),
  ...list(
    'user, customer, member, employee, alt, alternate, alternative, other, day, evening, mobile, pt, latin, local, jwt, string',
  ),
  ...list(
    'uppercase, lowercase, normalized, e, original, material, pkcs, owner, holder, md, sha, bcrypt, base, digest, amount, cents',
  ),
  ...list('to, from, cc, bcc, code, decimal, degree, deg, year, month, date'),
]);

/** First words of a name that make it a flag, a question or an order about the thing: `hasPassword`, `sendEmail`. */
export const cancelFirst: ReadonlySet<string> = new Set([
  ...list(
    'has, is, was, are, no, require, required, needs, need, allow, allowed, enable, enabled, disable, disabled, show, hide',
  ),
  ...list(
    'use, include, with, without, should, must, can, support, supports, supported, unique, invalid, valid, verified',
  ),
  ...list(
    'unverified, validate, ignore, skip, send, notify, accept, missing, default, example, sample, will, did, opt, auto, expire',
  ),
  ...list('check, optimize, override, reset, generate, hidden, save, force, enforce, login with, on, by'),
]);

/** Words that, anywhere before it, make it a number or a part of the thing: `maxPasswordLength`, `maskedPan`. */
export const cancelBefore: ReadonlySet<string> = new Set([
  ...list(
    'num, number, count, total, max, maximum, min, minimum, masked, obfuscated, redacted, truncated, anonymized, tokenized',
  ),
  ...list('public, for, require, requires, allow, allows, enable, disable, invalid'),
]);

/** For tokens that are places in a list, keys against repetition, or words of a language model. */
export const cancelBeforeToken: ReadonlySet<string> = new Set([
  ...list(
    'page, next, prev, previous, continuation, continue, pagination, paging, sync, cursor, request, idempotency, idempotent',
  ),
  ...list(
    'delta, starting, start, resume, scroll, change, design, css, max, total, prompt, completion, input, output, cached, list',
  ),
  ...list(
    'marker, skip, offset, pager, search, watermark, snapshot, consistency, concurrency, client, non, fungible, erc, crypto, erc 20',
  ),
  ...list(
    'reasoning, audio, text, position, stop, special, vocabulary, after, before, forward, backward, batch, poll, lock, fencing, http, version, etag, rate, refresh rate, sequence, update, object',
  ),
]);

/** Names around a field that make a bare `name`, `age`, `city`, `address` or `number` personal. */
export const personWords: ReadonlySet<string> = new Set([
  ...list(
    'person, people, customer, patient, employee, applicant, passenger, guest, traveler, traveller, citizen, individual',
  ),
  ...list(
    'cardholder, holder, recipient, payee, payer, beneficiary, sender, shipper, consignee, buyer, student, contact, resident',
  ),
  ...list(
    'donor, worker, candidate, attendee, spouse, child, parent, borrower, driver, subscriber, insured, policyholder, owner',
  ),
  ...list(
    'member, profile, billing, shipping, author, doctor, physician, practitioner, dependent, dependant, relative, witness, voter',
  ),
  ...list('debtor, creditor, signer, signatory, tenant occupant, caregiver, nurse, pupil, teacher, client'),
]);

export const cardWords: ReadonlySet<string> = new Set(
  list('card, creditcard, cc, debitcard, carddetail, paymentcard, cardpayment'),
);
export const bankWords: ReadonlySet<string> = new Set(
  list('bank, bankaccount, ach, sepa, iban, beneficiary, payout, giro, wire'),
);

/** What an address belongs to where it is no person's. */
export const machineWords: ReadonlySet<string> = new Set([
  ...list(
    'ip, mac, wallet, web, url, memory, host, server, contract, bind, listen, network, gateway, eth, ethereum, btc, bitcoin',
  ),
  ...list(
    'crypto, blockchain, dns, internet, socket, listener, endpoint, subnet, cidr, node, peer, proxy, token, nft, ipv, lan, wan',
  ),
  ...list(
    'broadcast, multicast, bus, register, virtual, base, start, end, interface, deposit, hash, block, transaction',
  ),
]);

/** Places that are open to everybody: where they are is no secret. */
export const venueWords: ReadonlySet<string> = new Set([
  ...list(
    'venue, store, shop, place, city, airport, station, region, country, branch, hotel, restaurant, port, warehouse, depot',
  ),
  ...list(
    'facility, datacenter, stop, map, viewport, bound, area, tile, property listing, poi, landmark, office, terminal, hub, weather',
  ),
]);

function list(text: string): readonly string[] {
  return text.split(', ');
}
