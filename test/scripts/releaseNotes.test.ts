import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'portcullis-release-'));
after(() => rmSync(copy, { recursive: true, force: true }));
mkdirSync(join(copy, 'scripts'));
cpSync(join(root, 'scripts/release-notes.mjs'), join(copy, 'scripts/release-notes.mjs'));
writeFileSync(join(copy, 'package.json'), JSON.stringify({ type: 'module', version: '1.2.0' }));

function notes(changelog: string, tag = 'v1.2.0'): { status: number | null; stdout: string; stderr: string } {
  writeFileSync(join(copy, 'CHANGELOG.md'), changelog);
  return spawnSync(process.execPath, [join(copy, 'scripts/release-notes.mjs'), tag], { encoding: 'utf8' });
}

const changelog = `# Changelog

## [Unreleased]

- Next.

## [1.2.0] - 2027-01-31

### Added

- This.

## [1.1.0] - 2027-01-01

- Before.
`;

test('prints the section of the version', () => {
  assert.equal(notes(changelog).stdout, '### Added\n\n- This.\n');
  assert.equal(notes(changelog.slice(0, changelog.indexOf('## [1.1.0]'))).stdout, '### Added\n\n- This.\n');
});

test('fails where the tag is not the version of the package', () => {
  const { status, stderr } = notes(changelog, 'v1.1.0');
  assert.equal(status, 1);
  assert.match(stderr, /"v1\.1\.0".*"1\.2\.0"/);
});

test('fails where the changelog has no dated section, or an empty one', () => {
  assert.equal(notes(changelog.replace(' - 2027-01-31', '')).status, 1);
  assert.equal(notes(changelog.replace('### Added\n\n- This.\n', '')).status, 1);
});
