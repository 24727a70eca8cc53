import { chmodSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type Text, text } from '@bongsu/contract/text.ts'

/** What Playwright is to start, and the whole environment of it. */
export interface Program {
  readonly path: string
  readonly environment: Readonly<Record<string, string>>
}

const searched = '/usr/local/bin:/usr/bin:/bin'
const asNobody = fileURLToPath(new URL('./as-nobody.sh', import.meta.url))

/**
 * How Chromium starts with its sandbox, whoever we are: root hands it to `nobody`, for whom the sandbox works and who
 * may read none of our files. Nothing of our own environment goes along, which holds keys and database addresses.
 */
export function startProgram(path: string, sandbox: boolean): Program | { readonly problem: Text } {
  const environment = { PATH: searched, HOME: tmpdir(), TMPDIR: tmpdir(), LANG: 'C.UTF-8' }
  if (!sandbox || process.getuid?.() !== 0) return { path, environment }
  if (!searched.split(':').some((folder) => existsSync(`${folder}/setpriv`))) return { problem: needsSetpriv }
  // An archive may have lost the bit.
  chmodSync(asNobody, 0o755)
  return { path: asNobody, environment: { ...environment, BONGSU_CHROMIUM_PROGRAM: path } }
}

const needsSetpriv = text(
  '봉수가 root로 실행 중이어서 Chromium을 권한 없는 사용자(nobody)로 시작해야 하는데 setpriv(util-linux)가 없습니다. 설치하거나 봉수를 일반 사용자로 실행하세요. 감시 대상이 모두 믿을 수 있는 사이트일 때만 BONGSU_BROWSER_SANDBOX=off로 보호 장치(샌드박스)를 끌 수 있습니다.',
  'Bongsu runs as root and has to start Chromium as nobody, but there is no setpriv (util-linux). Install it, or run Bongsu as another user. Only where every watched site can be trusted may BONGSU_BROWSER_SANDBOX=off switch the sandbox off.',
)
