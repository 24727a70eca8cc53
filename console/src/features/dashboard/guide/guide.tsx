import { ActionIcon, Button, TextInput, Tooltip, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Check, X } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { libTexts } from '#lib/lib.i18n.ts'
import { useMay, useMe } from '#lib/me.ts'
import { showToast } from '#lib/toasts.ts'
import { dashboardTexts } from '../dashboard.i18n.ts'
import classes from './guide.module.css'
import { type GuideState, useGuideState } from './guide-state.ts'
import { NetworkStep } from './network-step.tsx'

/** The first steps, each done for real; goes by itself when all are done, or when it is told to. */
export function Guide({ projectCount }: { readonly projectCount: number | undefined }) {
  const me = useMe()
  const mayAdd = useMay('create-project')
  if (!me || !mayAdd || projectCount === undefined) return null
  return <OpenGuide key={me.id} personId={me.id} projectCount={projectCount} />
}

interface OpenGuideProps {
  readonly personId: number
  readonly projectCount: number
}

function OpenGuide({ personId, projectCount }: OpenGuideProps) {
  const [state, change] = useGuideState(personId)
  if (state.isDismissed) return null
  return <Steps projectCount={projectCount} state={state} onChange={change} />
}

/** From so many projects on, somebody is at home here. */
export const settledProjects = 3

interface StepsProps {
  readonly projectCount: number
  readonly state: GuideState
  onChange(changes: Partial<GuideState>): void
}

function Steps({ projectCount, state, onChange }: StepsProps) {
  const t = useTexts(dashboardTexts)
  const lib = useTexts(libTexts)
  const maySettings = useMay('update-setting')
  const mayChannels = useMay('create-channel')
  const channels = useQuery({ ...queryOf('list-channels', { page_size: 1 }), enabled: mayChannels })
  const tokens = useQuery(queryOf('list-tokens', { mine: true, usable: true, page_size: 1 }))
  const outbound = useQuery({ ...queryOf('get-setting', { key: 'outbound' }), enabled: maySettings })
  const allowed = (outbound.data?.value.allow ?? []) as readonly string[]
  // Who watches something already came for that; the steps that are left wait in one line.
  const isFolded = projectCount >= settledProjects
  // Until all are known, no step may claim to be open.
  if ((mayChannels && channels.isPending) || (maySettings && outbound.isPending) || tokens.isPending) return null
  const channelCount = channels.data?.total ?? 0
  const tokenCount = tokens.data?.total ?? 0
  const steps = [
    { key: 'secure' as const, isDone: state.isSecured, isFor: true },
    { key: 'network' as const, isDone: state.isPublicOnly || allowed.length > 0, isFor: maySettings },
    { key: 'project' as const, isDone: projectCount > 0, isFor: true },
    { key: 'told' as const, isDone: channelCount > 0, isFor: mayChannels },
    { key: 'agent' as const, isDone: tokenCount > 0, isFor: true },
  ].filter(({ isFor }) => isFor)
  const done = steps.filter(({ isDone }) => isDone).length
  if (done === steps.length) return null
  const dismiss = () => {
    onChange({ isDismissed: true })
    showToast({
      tone: 'note',
      message: t('guide.hidden'),
      action: { label: lib('undo'), run: () => onChange({ isDismissed: false }) },
    })
  }
  const next = steps.find((step) => !step.isDone)
  const isDone = (key: string) => steps.find((step) => step.key === key)?.isDone ?? false
  return (
    <section
      className={classes.guide}
      aria-label={t('guide.title')}
      data-folded={(isFolded && !state.isOpen) || undefined}
    >
      <div className={classes.head}>
        <h2>{t('guide.title')}</h2>
        <span className={classes.progress}>
          {t('guide.progress', { done, total: steps.length })}
          {isFolded && !state.isOpen && next && (
            <UnstyledButton className={classes.next} onClick={() => onChange({ isOpen: true })}>
              {t('guide.next', { step: t(`guide.${next.key}.title`) })}
            </UnstyledButton>
          )}
        </span>
        <Tooltip label={t('guide.dismiss')}>
          <ActionIcon aria-label={t('guide.dismiss')} onClick={dismiss}>
            <X size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <ol className={classes.steps} hidden={isFolded && !state.isOpen}>
        <Step number={1} isDone={state.isSecured} title={t('guide.secure.title')} text={t('guide.secure.text')}>
          <Button component={Link} to="/me?tab=security" variant="default" size="compact-md">
            {t('guide.secure.action')}
          </Button>
          <Button variant="subtle" size="compact-md" onClick={() => onChange({ isSecured: true })}>
            {t('guide.secure.check')}
          </Button>
        </Step>
        {maySettings && (
          <NetworkStep
            allowed={allowed}
            isPublicOnly={state.isPublicOnly}
            onPublicOnly={(isPublicOnly) => onChange({ isPublicOnly })}
          >
            {(text, content) => (
              <Step number={2} isDone={isDone('network')} title={t('guide.network.title')} text={text} keepsContent>
                {content}
              </Step>
            )}
          </NetworkStep>
        )}
        <Step
          number={maySettings ? 3 : 2}
          isDone={projectCount > 0}
          title={t('guide.project.title')}
          text={projectCount > 0 ? t('guide.project.done', { count: projectCount }) : t('guide.project.text')}
        >
          <AddressField />
        </Step>
        {mayChannels && (
          <Step
            number={maySettings ? 4 : 3}
            isDone={channelCount > 0}
            title={t('guide.told.title')}
            text={channelCount > 0 ? t('guide.told.done', { count: channelCount }) : t('guide.told.text')}
          >
            <Button component={Link} to="/channels/new" variant="default" size="compact-md">
              {t('guide.told.action')}
            </Button>
          </Step>
        )}
        <Step
          number={steps.length}
          isDone={tokenCount > 0}
          title={t('guide.agent.title')}
          text={tokenCount > 0 ? t('guide.agent.done', { count: tokenCount }) : t('guide.agent.text')}
        >
          <Button component={Link} to="/me?tab=tokens" variant="default" size="compact-md">
            {t('guide.agent.action')}
          </Button>
        </Step>
      </ol>
    </section>
  )
}

interface StepProps {
  readonly number: number
  readonly isDone: boolean
  readonly title: string
  readonly text: ReactNode
  readonly children: ReactNode
  /** There is something to do also once it is done. */
  readonly keepsContent?: boolean
}

function Step({ number, isDone, title, text, children, keepsContent = false }: StepProps) {
  const t = useTexts(dashboardTexts)
  return (
    <li className={classes.step} data-done={isDone || undefined}>
      <span className={classes.number}>
        {isDone ? <Check size={14} role="img" aria-label={t('guide.done')} /> : number}
      </span>
      <div className={classes.words}>
        <h3 className={classes.title}>{title}</h3>
        <p className={classes.text}>{text}</p>
        {(!isDone || keepsContent) && <div className={classes.actions}>{children}</div>}
      </div>
    </li>
  )
}

/** The address begins here and goes on where a project is made. */
function AddressField() {
  const t = useTexts(dashboardTexts)
  const navigate = useNavigate()
  const [url, setUrl] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void navigate({ to: '/projects/new', search: (url.trim() ? { url: url.trim() } : {}) as never })
  }
  return (
    <form className={classes.address} onSubmit={submit}>
      <TextInput
        type="text"
        inputMode="url"
        aria-label={t('guide.project.text')}
        placeholder={t('guide.project.placeholder')}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        autoCapitalize="none"
        spellCheck={false}
      />
      <Button type="submit">{t('guide.project.action')}</Button>
    </form>
  )
}
