import { names } from './names.ts';

/** Words that, by themselves and together, give no reason to accept a finding. */
export const emptyWords = names('reasons/emptyWords', {
  at: 'anywhere',
  form: 'as written',
  en: `
    a, abc, above, accept, accepted, add, amet, an, and, applicable, are, as, asdf, asdfg, at, bar, baz, be,
    because, below, bla, blah, by, change, coming, comment, confirmed, decided, defined, describe, description,
    design, determined, disable, disabled, dito, ditto, do, document, dolor, done, dunno, enter, example, explain,
    explained, explanation, false, fill, fine, fix, fixme, foo, for, give, given, goes, good, here, how, i, idk,
    ignore, ignored, in, insert, intended, intentional, intentionally, ipsum, is, it, just, justification, known,
    later, lorem, me, my, n, na, needed, nil, no, none, nope, not, now, null, of, off, ok, okay, on, only,
    operation, or, our, out, pending, placeholder, please, progress, provide, public, purpose, put, quiet, qux,
    qwerty, qwertz, rationale, reason, reasons, replace, required, risk, s, same, sample, say, see, silence,
    silenced, sit, skip, skipped, some, soon, specify, state, string, suppress, suppressed, sure, t, tba, tbc, tbd,
    tell, temp, temporary, test, text, that, the, this, ticket, to, todo, true, undefined, unknown, us, value, we,
    whatever, why, will, wip, wont, wontfix, work, write, written, xxx, yep, yes, your
  `,
  de: `
    angeben, begruendung, begrundung, bitte, darum, das, der, die, egal, ein, eine, einfugen, eintragen,
    ergaenzen, erganzen, erklaerung, erklarung, folgt, gruende, grund, grunde, halt, hier, ja, kein, keine, nein,
    nicht, noch, oben, oder, offen, platzhalter, siehe, spaeter, spater, und, unten, warum, weil
  `,
  fr: `
    aucun, aucune, ci, completer, de, definir, dessous, dessus, du, et, ici, idem, indiquer, la, le, les, motif,
    non, ou, oui, parce, pas, pour, pourquoi, que, raison, saisir, un, une, voir
  `,
  es: `
    abajo, aqui, arriba, completar, el, escribir, indicar, justificacion, las, los, motivo, ninguna, ninguno, para,
    pendiente, por, porque, razon, si, sin, una, uno, ver, y
  `,
  pt: `
    abaixo, acima, e, justificativa, nao, nenhum, nenhuma, o, os, pendente, preencher, razao, sim, um, uma
  `,
  it: `
    compilare, da, definire, gli, il, inserire, lo, motivazione, nessuna, nessuno, perche, qui, ragione, sopra,
    sotto, vedi
  `,
  nl: `
    boven, een, en, geen, het, invullen, nee, niet, nvt, omdat, onder, rede, reden, volgt, waarom, zie
  `,
  zh: '理由, 原因, 待定, 同上, 未定',
  ko: '이유',
  ru: 'причина, причину, указать, укажите, см, выше, нет, да',
  el: 'αιτια, λογος',
  ar: 'سبب',
});

/**
 * What judges a finding, or speaks of the tool and the build. A reason is about the API: who calls it, what limits it,
 * what it returns.
 */
export const verdictWords = names('reasons/verdictWords', {
  at: 'anywhere',
  form: 'as written',
  en: `
    agreed, annoying, approved, build, check, ci, debt, error, finding, fp, get, gets, green, hack, happy,
    irrelevant, keep, legacy, lint, linter, make, makes, merge, minor, noise, noisy, nonsense, old, pass, passes,
    pipeline, portcullis, positive, quick, red, release, report, reported, rid, rule, scanner, shut, spam, tech,
    tool, unblock, up, warning, workaround, wrong
  `,
});
