import { Button, Menu } from '@mantine/core'
import { Braces, ChevronDown, Copy, FileJson, Plug, Terminal } from 'lucide-react'
import { callAsCurl, mcpConfig, tokenPlaceholder } from '#lib/connect.ts'
import { useTexts } from '#lib/i18n.ts'
import { showToast } from '#lib/toasts.ts'
import { copyText } from '#ui/copy-button.tsx'
import type { Arguments } from './arguments.ts'
import { testerTexts } from './tester.i18n.ts'

interface CopyMenuProps {
  readonly tool: string
  readonly args: Arguments
  /** What came back, once something has. */
  readonly result: unknown
}

/** The same call for elsewhere. Tokens are the reader's own and never part of it. */
export function CopyMenu({ tool, args, result }: CopyMenuProps) {
  const t = useTexts(testerTexts)
  const { origin } = window.location
  const copy = async (text: string) => {
    if (await copyText(text)) showToast({ tone: 'done', message: t('copy.done') })
  }
  return (
    <Menu width={220} position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<Copy size={14} aria-hidden />}
          rightSection={<ChevronDown size={14} aria-hidden />}
        >
          {t('copy.menu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Terminal size={15} aria-hidden />}
          onClick={() => void copy(callAsCurl(origin, tool, args))}
        >
          {t('copy.curl')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Plug size={15} aria-hidden />}
          onClick={() => void copy(mcpConfig({ origin, token: tokenPlaceholder }))}
        >
          {t('copy.config')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Braces size={15} aria-hidden />}
          onClick={() => void copy(JSON.stringify(args, null, 2))}
        >
          {t('copy.args')}
        </Menu.Item>
        {result !== undefined && (
          <Menu.Item
            leftSection={<FileJson size={15} aria-hidden />}
            onClick={() => void copy(JSON.stringify(result, null, 2))}
          >
            {t('copy.result')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
