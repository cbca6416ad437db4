import { writeFileSync } from 'node:fs';
import { UsageError } from './usageError.ts';

/** Everything is a comment: an empty configuration is the recommended one. */
const template = `# Portcullis: OpenAPI documents, checked for API-security weaknesses.
# "portcullis rules" lists the rules, "portcullis explain RULE" shows what one of them means.

# rules:
#   missing-rate-limit: off            # error, warning, information, hint or off
# pillars:
#   monitoring: off                    # whole families
# echoes: information                  # or hint, off
# confidence: low                      # report findings of this confidence and above
# gateway: kong                        # whose rate-limit extension the fixes write
# ignore:
#   - "legacy/**"
# sensitive:
#   add: { government-id: [personnummer] }
#   remove: [nickname]
`;

export function init(argv: readonly string[]): number {
  if (argv.length > 0) {
    process.stdout.write('Usage: portcullis init\n\nWrites portcullis.yaml into this folder; an existing one stays.\n');
    return argv[0] === '--help' ? 0 : 2;
  }
  try {
    writeFileSync('portcullis.yaml', template, { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new UsageError('"portcullis.yaml" is here already.');
    }
    throw error;
  }
  process.stdout.write('portcullis.yaml is written. Every setting in it is a comment: the defaults hold.\n');
  return 0;
}
