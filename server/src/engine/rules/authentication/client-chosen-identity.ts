import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { actorFields, tenantHeaders } from '../../lexicon/identities.ts';
import { filterWords } from '../../lexicon/redirects.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation, Parameter } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed } from '../../rule/group.ts';
import { type RequestValue, requestValueNaming, uniqueValues } from '../../rule/requestValues.ts';
import { defineRule } from '../../rule/rule.ts';
import { weakProperties } from '../../rule/schemaParts.ts';
import { partsNear } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';

export default defineRule({
  meta: {
    id: 'client-chosen-identity',
    title: 'Client chooses the tenant or the acting user',
    pillar: 'authentication',
    owasp: 'API1:2023',
    cwe: [639, 290],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 7.2.1', 'HIPAA 164.312(a)(1)'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: 'Clients choose the tenant or the acting user in "{name}". Take it from the credential, or document the "403" for a wrong one.',
      many: 'Clients choose the tenant or the acting user in "{name}" and {others:more field}. Take it from the credential, or document the "403" for a wrong one.',
    },
  },

  visit: {
    *OpenAPI({ cache, nodes, operations, resolve }) {
      const unchecked = cache.select(operations, isUnchecked);
      const actors = [...cache.getEach(actorsIn, nodes.Schema)].flat();
      const written = new Set(
        (actors.length === 0 ? [] : unchecked.filter(isWrite)).flatMap(({ requestSchemas }) =>
          requestSchemas.flatMap((schema) => partsNear(schema, resolve).map(({ node }) => node)),
        ),
      );
      const fields = [...cache.collect(unchecked, identitiesOf), ...actors.filter(({ node }) => written.has(node))];
      yield* groupNamed(uniqueValues(fields), requestValueNaming);
    },
  },
});

/** Nothing says that the server compares what is sent with the credential. */
const isUnchecked = pure('client-chosen-identity.isUnchecked', (operation: Operation): boolean => {
  return isServed(operation) && !operation.responses.some(({ status }) => status === '403');
});

const identitiesOf = pure('client-chosen-identity.identitiesOf', (operation: Operation): readonly RequestValue[] =>
  operation.parameters
    .filter((parameter) => choosesTenant(parameter) || (isWrite(operation) && namesActor(parameter)))
    .map(({ name, node }) => ({ name, node })),
);

function choosesTenant({ name, in: where }: Parameter): boolean {
  return where === 'header' && tenantHeaders.matches(wordsIn(name));
}

function namesActor(parameter: Parameter): boolean {
  if (parameter.in === 'path' || !actorFields.matches(writtenWordsIn(parameter.name))) return false;
  const text = parameter.node.get('description')?.string;
  return filterWords.find(proseOf('parameter', parameter, text)) === undefined;
}

/** Only in a model for requests alone: what is returned as well is often ignored when it is sent. */
const actorsIn = query(
  'client-chosen-identity.actorsIn',
  (cache: ReferenceCache, schema: Schema): readonly RequestValue[] =>
    schema.usage.response
      ? []
      : weakProperties(schema, cache, isActor, () => true).map(({ property = '', node }) => ({ name: property, node })),
);

function isActor(name: string): boolean {
  return actorFields.matches(writtenWordsIn(name));
}
