import {
  type AccessibilityInformation,
  commands,
  type Disposable,
  EventEmitter,
  Position,
  Range,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
  window,
} from 'vscode';
import { counted, grouped } from '../../server/src/engine/counted.ts';
import type {
  DescriptionOverview,
  Exposure,
  Overview,
  OverviewAcceptance,
  OverviewFinding,
  OverviewOperation,
  OverviewPlace,
} from '../../server/src/lsp/protocol.ts';
import type { Overviews } from './overviews.ts';

/** One line of a tree. */
interface Line {
  /** The same for the same thing after a change, so that what is open stays open. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon?: ThemeIcon;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly at?: OverviewPlace;
  /** The rule that *Explain Rule* explains. */
  readonly ruleId?: string;
  readonly isOpen?: boolean;
  readonly lines?: () => readonly Line[];
}

/** The side bar: findings by pillar and rule, operations by exposure, and what is accepted. */
export function registerSideBar(overviews: Overviews): Disposable {
  const trees = { findings: new Tree(), operations: new Tree(), accepted: new Tree() };
  const views = {
    findings: createView('portcullis.findings', trees.findings),
    operations: createView('portcullis.operations', trees.operations),
    accepted: createView('portcullis.accepted', trees.accepted),
  };
  const all = Object.values(views);
  const look = (): void => overviews.setVisible(all.some(({ visible }) => visible));
  const show = ({ findings, descriptions }: Overview): void => {
    const text = counted(findings, 'finding');
    views.findings.badge = findings === 0 ? undefined : { value: findings, tooltip: badgeOf(findings, descriptions) };
    const [only] = descriptions.length === 1 ? descriptions : [];
    views.findings.description = descriptions.length === 0 ? '' : only ? `${only.name}, ${text}` : text;
    const paused = descriptions.filter(({ pausedRules }) => pausedRules > 0);
    views.findings.message =
      paused.length === 0
        ? ''
        : `${paused.map(({ name }) => name).join(', ')}: paused because of a syntax error. Some findings are those of the last text without one.`;
    // Until the details are here, an empty tree does not mean that nothing was found.
    if (descriptions.some(({ details }) => details === null)) return;
    void commands.executeCommand('setContext', 'portcullis.hasDescription', descriptions.length > 0);
    trees.findings.show(perDescription(descriptions, findingLines));
    trees.operations.show(perDescription(descriptions, operationLines));
    trees.accepted.show(perDescription(descriptions, acceptedLines));
  };
  const subscriptions = [
    ...all,
    ...all.map((view) => view.onDidChangeVisibility(look)),
    overviews.onDidChange(show),
    ...Object.values(trees),
  ];
  look();
  return {
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

/** More descriptions are counted. */
const maxNamed = 5;

/** What the badge counts, as *Problems* counts otherwise: hints and other tools too. */
function badgeOf(findings: number, descriptions: Overview['descriptions']): string {
  const named = descriptions.slice(0, maxNamed).map((one) => `${one.name}: ${grouped(one.findings)}`);
  const more = descriptions.length - named.length;
  const list = [...named, ...(more > 0 ? [counted(more, 'more description')] : [])].join(', ');
  return `Portcullis: ${counted(findings, 'finding')} without hints (${list})`;
}

function createView(id: string, treeDataProvider: Tree): TreeView<Line> {
  return window.createTreeView(id, { treeDataProvider, showCollapseAll: true });
}

class Tree implements TreeDataProvider<Line>, Disposable {
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #lines: readonly Line[] = [];

  show(lines: readonly Line[]): void {
    this.#lines = lines;
    this.#changed.fire(undefined);
  }

  getChildren(line?: Line): Line[] {
    return [...(line === undefined ? this.#lines : (line.lines?.() ?? []))];
  }

  getTreeItem({ id, label, description, tooltip, icon, spoken, at, ruleId, isOpen, lines }: Line): TreeItem {
    const { Collapsed, Expanded, None } = TreeItemCollapsibleState;
    const item = new TreeItem(label, lines === undefined ? None : isOpen ? Expanded : Collapsed);
    item.id = id;
    if (description !== undefined) item.description = description;
    item.tooltip = tooltip ?? (description === undefined ? label : `${label}\n${description}`);
    if (icon !== undefined) item.iconPath = icon;
    item.accessibilityInformation = { label: spoken } satisfies AccessibilityInformation;
    if (ruleId !== undefined) item.contextValue = 'rule';
    if (at !== undefined) {
      const position = new Position(at.line, at.character);
      const options = { selection: new Range(position, position) };
      item.command = { title: 'Go to Source', command: 'vscode.open', arguments: [Uri.parse(at.uri, true), options] };
    }
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** A single description needs no line of its own. */
function perDescription(
  descriptions: readonly DescriptionOverview[],
  linesOf: (description: DescriptionOverview) => readonly Line[],
): readonly Line[] {
  const [first, ...others] = descriptions;
  if (first === undefined) return [];
  if (others.length === 0) return linesOf(first);
  return descriptions.flatMap((description): Line[] => {
    const { uri, name, score, findings } = description;
    const lines = linesOf(description);
    if (lines.length === 0) return [];
    const facts = [
      ...(score === null ? [] : [`${score.value.toFixed(1)} (${score.letter})`]),
      counted(findings, 'finding'),
    ].join(' · ');
    const icon = new ThemeIcon('file-code');
    return [
      { id: uri, label: name, description: facts, icon, spoken: `${name}, ${facts}`, isOpen: true, lines: () => lines },
    ];
  });
}

function grouping<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return groups;
}

const severities = ['error', 'warning', 'information'] as const;
const icons = { error: 'error', warning: 'warning', information: 'info' } as const;
const colors = {
  error: 'problemsErrorIcon.foreground',
  warning: 'problemsWarningIcon.foreground',
  information: 'problemsInfoIcon.foreground',
} as const;

function worstOf(findings: readonly OverviewFinding[]): (typeof severities)[number] {
  return severities.find((one) => findings.some(({ severity }) => severity === one)) ?? 'information';
}

function iconOf(severity: (typeof severities)[number]): ThemeIcon {
  return new ThemeIcon(icons[severity], new ThemeColor(colors[severity]));
}

/** By pillar, then by rule, the most severe first, then by place. */
function findingLines({ uri, findings: total, details }: DescriptionOverview): readonly Line[] {
  const findings = details?.findings ?? [];
  const lines = [...grouping(findings, ({ pillar }) => pillar)]
    .sort(([, a], [, b]) => bySeverity(a, b))
    .map(([pillar, inPillar]): Line => {
      const label = titled(pillar.replace('-', ' '));
      const id = `${uri} ${pillar}`;
      const severity = worstOf(inPillar);
      return {
        id,
        label,
        description: grouped(inPillar.length),
        tooltip: counted(inPillar.length, 'finding'),
        icon: iconOf(severity),
        spoken: `${label}, ${counted(inPillar.length, 'finding')}, at worst ${severity}`,
        isOpen: true,
        lines: () =>
          [...grouping(inPillar, ({ ruleId }) => ruleId)]
            .sort(([, a], [, b]) => bySeverity(a, b))
            .map(([ruleId, ofRule]) => ruleLine(`${id} ${ruleId}`, ruleId, ofRule)),
      };
    });
  if (findings.length === total) return lines;
  const text = `${grouped(findings.length)} of ${grouped(total)} findings are shown, the most severe first.`;
  return [...lines, { id: `${uri} more`, label: text, spoken: text }];
}

function bySeverity(a: readonly OverviewFinding[], b: readonly OverviewFinding[]): number {
  return severities.indexOf(worstOf(a)) - severities.indexOf(worstOf(b));
}

function ruleLine(id: string, ruleId: string, findings: readonly OverviewFinding[]): Line {
  const severity = worstOf(findings);
  const title = findings[0]?.title ?? ruleId;
  const count = counted(findings.length, 'finding');
  return {
    id,
    label: title,
    description: `${ruleId} (${grouped(findings.length)})`,
    tooltip: `${title}\n${ruleId}: ${count}`,
    icon: iconOf(severity),
    spoken: `${title}, ${severity}, ${count}`,
    ruleId,
    lines: () =>
      findings.map((finding, index): Line => {
        const place = placeText(finding.at);
        return {
          id: `${id} ${index}`,
          label: place,
          description: finding.message,
          tooltip: finding.message,
          spoken: `${finding.message} ${finding.severity}, ${place}`,
          at: finding.at,
          ruleId,
        };
      }),
  };
}

function placeText({ uri, line }: OverviewPlace): string {
  return `${Uri.parse(uri).path.split('/').at(-1)}:${line + 1}`;
}

function titled(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const exposureIcons: Readonly<Record<Exposure, string>> = {
  'public with sensitive data': 'globe',
  public: 'globe',
  'optional authentication': 'unlock',
  authenticated: 'lock',
};

/** By exposure, the most exposed first; what is authenticated by its security schemes. */
function operationLines({ uri, details }: DescriptionOverview): readonly Line[] {
  const order = Object.keys(exposureIcons);
  const titleOf = ({ exposure, schemes }: OverviewOperation): string =>
    exposure === 'authenticated' && schemes !== '' ? `Authenticated by ${schemes}` : titled(exposure);
  return [...grouping(details?.operations ?? [], titleOf)]
    .sort(([, [a]], [, [b]]) => order.indexOf(a!.exposure) - order.indexOf(b!.exposure))
    .map(([title, operations]): Line => {
      const id = `${uri} ${title}`;
      const count = counted(operations.length, 'operation');
      const { exposure } = operations[0]!;
      return {
        id,
        label: title,
        description: grouped(operations.length),
        tooltip: `${title}: ${count}`,
        icon: new ThemeIcon(exposureIcons[exposure]),
        spoken: `${title}, ${count}`,
        isOpen: exposure !== 'authenticated',
        lines: () => operations.map((operation, index) => operationLine(`${id} ${index}`, operation)),
      };
    });
}

function operationLine(id: string, { method, path, findings, protection, at }: OverviewOperation): Line {
  const label = `${method.toUpperCase()} ${path}`;
  const count = counted(findings, 'finding');
  return {
    id,
    label,
    ...(findings === 0 ? {} : { description: count }),
    tooltip: `${label}\n${protection}\n${count}`,
    spoken: `${label}, ${count}, ${protection}`,
    at,
  };
}

const kinds = {
  comment: { title: 'In comments', icon: 'comment' },
  extension: { title: 'In extensions', icon: 'symbol-property' },
  configuration: { title: 'In portcullis.yaml', icon: 'settings-gear' },
} as const;

/** By where it is written. */
function acceptedLines({ uri, details }: DescriptionOverview): readonly Line[] {
  return [...grouping(details?.accepted ?? [], ({ kind }) => kind)].map(([kind, accepted]): Line => {
    const { title, icon } = kinds[kind as OverviewAcceptance['kind']];
    const id = `${uri} ${kind}`;
    return {
      id,
      label: title,
      description: grouped(accepted.length),
      icon: new ThemeIcon(icon),
      spoken: `${title}, ${counted(accepted.length, 'acceptance')}`,
      isOpen: true,
      lines: () =>
        accepted.map(({ subject, reason, owner, until, hasEnded, at }, index): Line => {
          const facts = [
            reason ?? 'no reason',
            ...(owner === null ? [] : [`owner ${owner}`]),
            ...(until === null ? [] : [hasEnded ? `ended ${until}` : `until ${until}`]),
          ].join(' · ');
          const tooltip = `${subject}\n${facts}\n${placeText(at)}`;
          return {
            id: `${id} ${index}`,
            label: subject,
            description: facts,
            tooltip,
            spoken: `${subject}, ${facts}, ${placeText(at)}`,
            at,
          };
        }),
    };
  });
}
