import { names } from './names.ts';
import { prose } from './prose.ts';

/** Switches that make the server tell more about itself. */
export const debugSwitches = names('internalParts/debugSwitches', {
  at: 'whole',
  form: 'as written',
  en: `
    debug, debug mode, enable debug, include debug, show debug, debug info, debug output, debug level, verbose errors
    include stack trace, show stack trace
  `,
});

/** A word of each phrase of `internalParts`, asked before any sentence is read. */
export const internalHints = /internal|debug|undocumented/i;

/** The description of a parameter or field says that it is not meant for clients. */
export const internalParts = prose('internalParts/internalParts', {
  reads: 'claim',
  en: `
    internal use only, ^ internal only, only for|by internal use|users|clients|services, used internally only
    turn|turns|enable|enables on|the debug|debugging, debug parameter|flag|switch|option, undocumented
  `,
});

/** The description is about the debugging or the internal use of the client. */
export const ofClients = prose('internalParts/ofClients', {
  reads: 'topic',
  en: `
    your|workflow|job|build|runner|pipeline|step debug|debugging|logging|logs|code|run|runs
    your own|internal|team|organization|customers|users|buyers, visible|shown to
  `,
});
