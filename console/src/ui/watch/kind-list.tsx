import type { CheckKind } from '#lib/check-kinds.ts'
import { useTexts } from '#lib/i18n.ts'
import { kindIcon } from './kind-icon.ts'
import { watchTexts } from './watch.i18n.ts'
import classes from './watch.module.css'

interface KindListProps {
  readonly kinds: readonly CheckKind[]
  readonly label: string
  readonly chosen?: string | undefined
  /** One narrow column: beside a form. */
  readonly isNarrow?: boolean
  onPick(kind: string): void
}

/** Kinds of check by group, each with what it does. A group nobody knows a word for keeps its own. */
export function KindList({ kinds, label, chosen, isNarrow = false, onPick }: KindListProps) {
  const t = useTexts(watchTexts)
  const groups = Map.groupBy(kinds, ({ group }) => group)
  return (
    <nav aria-label={label} className={classes.kinds} data-narrow={isNarrow || undefined}>
      {[...groups].map(([group, members]) => (
        <section key={group} aria-label={t(`group.${group}`)}>
          <h2 className={classes.kindGroup}>{t(`group.${group}`)}</h2>
          <ul className={classes.kindCards}>
            {members.map((kind) => (
              <li key={kind.kind}>
                <KindCard kind={kind} isChosen={kind.kind === chosen} isNarrow={isNarrow} onPick={onPick} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

interface KindCardProps {
  readonly kind: CheckKind
  readonly isChosen: boolean
  readonly isNarrow: boolean
  onPick(kind: string): void
}

function KindCard({ kind, isChosen, isNarrow, onPick }: KindCardProps) {
  const Icon = kindIcon(kind.kind)
  return (
    <button
      type="button"
      className={classes.kind}
      aria-current={isChosen || undefined}
      title={isNarrow ? kind.summary : undefined}
      onClick={() => onPick(kind.kind)}
    >
      <Icon size={17} strokeWidth={1.75} aria-hidden />
      <span className={classes.kindWords}>
        <span className={classes.kindName}>{kind.label}</span>
        {!isNarrow && <span className={classes.kindSummary}>{kind.summary}</span>}
      </span>
    </button>
  )
}
