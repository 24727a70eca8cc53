import { ActionIcon, Tooltip } from '@mantine/core'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from './ui.i18n.ts'

interface CopyButtonProps {
  readonly value: string
  /** What is copied, when "copy" alone is not clear. */
  readonly label?: string
}

export function CopyButton({ value, label }: CopyButtonProps) {
  const t = useTexts(uiTexts)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const name = copied ? t('copied') : (label ?? t('copy'))
  return (
    <Tooltip label={name}>
      <ActionIcon size="md" aria-label={name} onClick={() => void copyText(value).then(setCopied)}>
        {copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  )
}

/** The clipboard API exists only on safe origins; a console on a plain LAN address still has to copy. */
export async function copyText(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = value
    area.style.cssText = 'position:fixed;opacity:0'
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }
}
