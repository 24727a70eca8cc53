import { Button, Tooltip } from '@mantine/core'
import { BellPlus, Check, Link2, type LucideIcon, Terminal } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CheckKind } from '#lib/check-kinds.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { copyText } from '#ui/copy-button.tsx'
import type { Options } from '#ui/watch/target.ts'
import { curlOf } from './curl.ts'
import { shareLink } from './share-link.ts'
import { toolboxTexts } from './toolbox.i18n.ts'

interface ActionsProps {
  readonly kind: CheckKind
  readonly options: Options
  onWatch(): void
}

/** What can be made of a run: a monitor, a command for a terminal. */
export function Actions({ kind, options, onWatch }: ActionsProps) {
  const t = useTexts(toolboxTexts)
  const mayWatch = useMay('create-monitor')
  const { origin } = window.location
  return (
    <>
      {mayWatch && (
        <Button variant="default" leftSection={<BellPlus size={15} aria-hidden />} onClick={onWatch}>
          {t('watch.action')}
        </Button>
      )}
      <CopyAction
        icon={Terminal}
        variant="subtle"
        label={t('curl.copy')}
        hint={t('curl.hint')}
        text={() => curlOf({ origin, kind: kind.kind, options, secrets: kind.secrets })}
      />
    </>
  )
}

/** The form as it stands, for somebody else to open. */
export function ShareButton({ kind, options }: Pick<ActionsProps, 'kind' | 'options'>) {
  const t = useTexts(toolboxTexts)
  const { origin } = window.location
  return (
    <CopyAction
      icon={Link2}
      variant="default"
      label={t('share.copy')}
      hint={t('share.hint')}
      text={() => shareLink({ origin, kind: kind.kind, options, secrets: kind.secrets })}
    />
  )
}

interface CopyActionProps {
  readonly icon: LucideIcon
  readonly variant: 'subtle' | 'default'
  readonly label: string
  readonly hint: string
  text(): string
}

const copiedMs = 2000

function CopyAction({ icon: Icon, variant, label, hint, text }: CopyActionProps) {
  const t = useTexts(toolboxTexts)
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), copiedMs)
    return () => clearTimeout(timer)
  }, [isCopied])
  return (
    <Tooltip label={hint}>
      <Button
        variant={variant}
        {...(variant === 'subtle' ? { color: 'gray' } : {})}
        leftSection={isCopied ? <Check size={15} aria-hidden /> : <Icon size={15} aria-hidden />}
        onClick={() => void copyText(text()).then(setCopied)}
      >
        {isCopied ? t('copied') : label}
      </Button>
    </Tooltip>
  )
}
