import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Text, text } from '@bongsu/contract/text.ts'

/** Where packages put a Chromium or Chrome. */
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/usr/local/bin/chromium',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

export type FoundBrowser = { readonly path: string } | { readonly problem: Text }

export interface WhereToLook {
  /** The program that is configured; null to look for one. */
  readonly path: string | null
  /** Where Playwright was told to put its browsers; it knows its usual folders itself. */
  readonly playwrightFolder: string | null
}

/** The Chromium that is configured, else one that is installed, else the one Playwright brought. */
export function findBrowser({ path: configured, playwrightFolder }: WhereToLook): FoundBrowser {
  if (configured !== null) return isProgram(configured) ? { path: configured } : { problem: notThere(configured) }
  const path = usualPlaces.find(isProgram) ?? broughtByPlaywright(playwrightFolder)
  return path !== null && isProgram(path) ? { path } : { problem: none }
}

const require = createRequire(import.meta.url)

/** Where Playwright puts what it downloads, on Linux, macOS and Windows, and in its own images. */
const playwrightFolders = ['.cache', 'Library/Caches', 'AppData/Local']
  .map((folder) => join(homedir(), folder, 'ms-playwright'))
  .concat('/ms-playwright')

/** Asked only where no package has brought a browser and Playwright has: it is large, and loading it holds the loop. */
function broughtByPlaywright(folder: string | null): string | null {
  if (folder === null && !playwrightFolders.some((usual) => existsSync(usual))) return null
  try {
    const { chromium } = require('playwright-core') as typeof import('playwright-core')
    return chromium.executablePath()
  } catch {
    return null
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

const none = text(
  '이 서버에 Chromium이 없어 브라우저로 점검할 수 없습니다. Chromium을 설치하거나(예: apt install chromium) 환경 변수 BONGSU_CHROMIUM에 실행 파일 경로를 지정하세요.',
  'There is no Chromium on this server, so nothing can be checked in a browser. Install one (such as apt install chromium) or name its program in BONGSU_CHROMIUM.',
)

const notThere = (path: string): Text =>
  text(
    `BONGSU_CHROMIUM이 가리키는 ${path}은(는) 실행할 수 있는 파일이 아닙니다.`,
    `BONGSU_CHROMIUM names ${path}, which is not a program that can be run.`,
  )
