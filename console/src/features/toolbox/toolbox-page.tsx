import { Button, Skeleton, TextInput } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Play, Telescope } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { type CheckKind, useCheckKinds } from '#lib/check-kinds.ts'
import { useTexts } from '#lib/i18n.ts'
import { useUrlState } from '#lib/url-state.ts'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { SideListPage } from '#ui/side-list.tsx'
import { KindList } from '#ui/watch/kind-list.tsx'
import { type Options, optionsFor, targetOf } from '#ui/watch/target.ts'
import { HistoryCard } from './history-card.tsx'
import { useRunHistory } from './run-history.ts'
import { RunKind } from './run-kind.tsx'
import { sharedOptions } from './share-link.ts'
import { toolboxTexts } from './toolbox.i18n.ts'
import classes from './toolbox.module.css'

export default function ToolboxPage() {
  const t = useTexts(toolboxTexts)
  const { kind: name } = useParams({ strict: false }) as { kind?: string }
  const { kinds, error, isPending, refetch } = useCheckKinds()
  if (isPending || (error && kinds.length === 0)) {
    return (
      <>
        <PageHeader icon={Telescope} title={t('title')} purpose={t('purpose')} />
        {isPending ? (
          <Skeleton height={360} radius={10} aria-busy />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )}
      </>
    )
  }
  if (name === undefined) return <Start kinds={kinds} />
  return <OneKind kinds={kinds} name={name} />
}

/** Something to look at, then the way to look at it. */
function Start({ kinds }: { readonly kinds: readonly CheckKind[] }) {
  const t = useTexts(toolboxTexts)
  const open = useOpenKind()
  const [{ target: given }] = useUrlState({ target: '' })
  const [target, setTarget] = useState(given)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const first = kinds[0]
    if (first) open(first.kind, target)
  }
  return (
    <>
      <PageHeader icon={Telescope} title={t('title')} purpose={t('purpose')} />
      <div className={classes.start}>
        <form onSubmit={submit}>
          <Card>
            <div className={classes.startLine}>
              <TextInput
                className={classes.startField ?? ''}
                size="md"
                name="target"
                label={t('start.label')}
                placeholder={t('start.placeholder')}
                value={target}
                onChange={(event) => setTarget(event.currentTarget.value)}
                spellCheck={false}
                autoCapitalize="none"
                autoComplete="off"
              />
              <Button
                type="submit"
                size="md"
                leftSection={<Play size={15} aria-hidden />}
                disabled={target.trim() === ''}
              >
                {t('start.go')}
              </Button>
            </div>
            <p className={classes.dim}>{t('start.help')}</p>
          </Card>
        </form>
        <KindList kinds={kinds} label={t('kinds')} onPick={(kind) => open(kind, target)} />
        <HistoryCard current="" />
      </div>
    </>
  )
}

function OneKind({ kinds, name }: { readonly kinds: readonly CheckKind[]; readonly name: string }) {
  const t = useTexts(toolboxTexts)
  const open = useOpenKind()
  const [{ target, run, options: packed }] = useUrlState({ target: '', run: '', options: '' })
  const past = useRunHistory().runs.find(({ id, kind }) => id === run && kind === name)
  const kind = kinds.find((one) => one.kind === name)
  const latest = useRef<Options>({})
  const initial = kind ? (past?.options ?? sharedOptions(packed) ?? optionsFor(kind.schema, target)) : {}
  const pick = (next: string) => open(next, targetOf(latest.current) || targetOf(initial) || target)
  return (
    <SideListPage
      isWide
      header={null}
      list={<KindList kinds={kinds} label={t('kinds')} chosen={name} isNarrow onPick={pick} />}
      hasChosen
      back={{ to: '/toolbox', label: t('back') }}
    >
      {kind ? (
        <RunKind
          key={`${name} ${run} ${packed}`}
          kind={kind}
          initial={initial}
          past={past}
          onOptions={(options) => {
            latest.current = options
          }}
        />
      ) : (
        <EmptyState icon={Telescope} title={t('missing.title')} text={t('missing.text')} isPage />
      )}
    </SideListPage>
  )
}

/** Opens a kind with what is looked at carried along. */
function useOpenKind(): (kind: string, target: string) => void {
  const navigate = useNavigate()
  return (kind, target) => {
    const search = target.trim() === '' ? {} : { target: target.trim() }
    void navigate({ to: '/toolbox/$kind', params: { kind } as never, search: search as never })
  }
}
