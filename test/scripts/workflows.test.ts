import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');

function texts(folder: string): readonly { readonly name: string; readonly text: string }[] {
  return readdirSync(join(root, folder)).map((name) => ({
    name,
    text: readFileSync(join(root, folder, name), 'utf8'),
  }));
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, { readonly permissions?: object; readonly steps: readonly Step[] }>>;
}

const workflows = texts('.github/workflows').map(({ name, text }) => ({
  name,
  text,
  workflow: parse(text) as Workflow,
}));

test('workflows pin actions to commits, and name the release beside each', () => {
  for (const { name, text } of workflows) {
    const uses = text.match(/uses: .*/g) ?? [];
    assert.ok(uses.length > 0, name);
    for (const line of uses) assert.match(line, /^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, name);
  }
});

test('workflows grant nothing by default, and a job that may write runs none of our code', () => {
  for (const { name, workflow } of workflows) {
    assert.deepEqual(workflow.permissions, {}, name);
    for (const { permissions = {}, steps } of Object.values(workflow.jobs)) {
      const mayWrite = Object.values(permissions).includes('write');
      const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
      assert.ok(!mayWrite || checkouts.length === 0, name);
      for (const checkout of checkouts) assert.equal(checkout.with?.['persist-credentials'], false, name);
    }
  }
});

test('workflows call scripts that exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  for (const { name, workflow } of workflows) {
    for (const { run = '' } of Object.values(workflow.jobs).flatMap(({ steps }) => steps)) {
      for (const [, script = ''] of run.matchAll(/npm run ([\w:-]+)/g))
        assert.ok(script in scripts, `${name}: ${script}`);
      for (const [path] of run.matchAll(/scripts\/[\w-]+\.mjs|\.ci\/run/g))
        assert.ok(existsSync(join(root, path)), path);
    }
  }
});

test('issue forms have what GitHub requires of a form', () => {
  const types = ['markdown', 'input', 'textarea', 'dropdown', 'checkboxes'];
  for (const { name, text } of texts('.github/ISSUE_TEMPLATE')) {
    if (name === 'config.yml') continue;
    const form = parse(text) as {
      name?: string;
      description?: string;
      body: { type: string; id?: string; attributes: { label?: string; value?: string; options?: string[] } }[];
    };
    assert.ok(form.name && form.description, name);
    for (const { type, id, attributes } of form.body) {
      assert.ok(types.includes(type), `${name}: ${type}`);
      assert.ok(type === 'markdown' ? attributes.value : id && attributes.label, `${name}: ${id}`);
      assert.ok(type !== 'dropdown' || (attributes.options?.length ?? 0) > 1, `${name}: ${id}`);
    }
    const ids = form.body.flatMap(({ id = [] }) => id);
    assert.equal(new Set(ids).size, ids.length, name);
  }
});
