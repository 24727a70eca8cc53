import { SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { quotaState } from '#lib/quota.ts'
import { CopyButton } from '#ui/copy-button.tsx'
import { JsonView } from '#ui/json-view.tsx'
import { StateIcon } from '#ui/state-icon.tsx'
import { CallOutcomeMark, outcomeTone } from '#ui/tools/call-outcome.tsx'
import { type Block, openLevels, type ReadResult, readResult, type SaidQuota, saidQuota } from './read-result.ts'
import { testerTexts } from './tester.i18n.ts'
import classes from './tester.module.css'
import type { Answer } from './use-call.ts'

/** How a call ended and what it brought: as people read it, or exactly as an agent gets it. */
export function ToolResult({ answer }: { readonly answer: Answer }) {
  const t = useTexts(testerTexts)
  const format = useFormat()
  const [shown, setShown] = useState<'view' | 'json'>('view')
  const read = readResult(answer.result)
  const quota = saidQuota(read.meta)
  return (
    <div className={classes.result}>
      <div className={classes.resultHead} data-tone={outcomeTone(answer.outcome)}>
        <CallOutcomeMark outcome={answer.outcome} />
        <span className={classes.dim}>
          {t('result.took', { time: format.ms(answer.duration_ms) })} ·{' '}
          <Link to="/usage" search={{ call: String(answer.call_id) } as never}>
            {t('result.record', { id: answer.call_id })}
          </Link>
        </span>
        {quota && answer.outcome !== 'limited' && <Left quota={quota} />}
      </div>
      <SegmentedControl
        className={classes.shown ?? ''}
        size="xs"
        aria-label={t('result.view')}
        data={[
          { value: 'view', label: t('result.asView') },
          { value: 'json', label: t('result.asJson') },
        ]}
        value={shown}
        onChange={(next) => setShown(next as 'view' | 'json')}
      />
      {shown === 'json' ? (
        <>
          <p className={classes.dim}>{t('result.agentText')}</p>
          <JsonView value={answer.result} open={5} />
        </>
      ) : (
        <Readable read={read} quota={answer.outcome === 'limited' ? quota : undefined} />
      )}
    </div>
  )
}

function Left({ quota: { limit, remaining } }: { readonly quota: SaidQuota }) {
  const t = useTexts(testerTexts)
  const format = useFormat()
  const state = quotaState({ limit, remaining })
  return (
    <span className={classes.left} data-tone={state}>
      {state !== 'up' && <StateIcon state={state} decorative />}
      {t('result.left', { left: format.number(remaining), limit: format.number(limit) })}
    </span>
  )
}

function Readable({ read, quota }: { readonly read: ReadResult; readonly quota: SaidQuota | undefined }) {
  const t = useTexts(testerTexts)
  const { blocks, structured, meta, isError } = read
  return (
    <>
      {isError && <h3 className={classes.part}>{t('result.agent')}</h3>}
      {blocks.length === 0 && structured === undefined && <p className={classes.dim}>{t('result.empty')}</p>}
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one result never move
        <BlockView key={index} block={block} isError={isError} count={index + 1} />
      ))}
      {quota && <Spent quota={quota} />}
      {structured !== undefined && (
        <section>
          <h3 className={classes.part}>{t('result.structured')}</h3>
          <JsonView value={structured} open={openLevels(structured)} />
        </section>
      )}
      {isError && meta && (
        <section>
          <h3 className={classes.part}>{t('result.meta')}</h3>
          <JsonView value={meta} open={3} />
        </section>
      )}
    </>
  )
}

function Spent({ quota }: { readonly quota: SaidQuota }) {
  const t = useTexts(testerTexts)
  const format = useFormat()
  return (
    <p className={classes.spent}>
      <StateIcon state="down" decorative />
      {t('result.limit', {
        window: t(`result.windows.${quota.window}`),
        limit: format.number(quota.limit),
        used: format.number(quota.used),
        time: format.time(quota.resets_at, 'minute'),
      })}
    </p>
  )
}

interface BlockViewProps {
  readonly block: Block
  readonly isError: boolean
  readonly count: number
}

function BlockView({ block, isError, count }: BlockViewProps) {
  const t = useTexts(testerTexts)
  switch (block.is) {
    case 'text':
      return (
        <div className={classes.text} data-error={isError || undefined}>
          <p>{block.text}</p>
          <CopyButton value={block.text} />
        </div>
      )
    case 'json':
      return <JsonView value={block.value} open={openLevels(block.value)} />
    case 'image':
      return <img className={classes.image} src={block.source} alt={t('result.image', { count })} />
    case 'other':
      return (
        <section>
          <h3 className={classes.part}>{t('result.rest')}</h3>
          <JsonView value={block.value} open={openLevels(block.value)} />
        </section>
      )
  }
}
