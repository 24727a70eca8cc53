#!/usr/bin/env node
import { text } from '@bongsu/contract/text.ts'
import { errorMessage, isFailure } from '#kernel/errors.ts'
import { ConfigError, readConfig } from './config.ts'

/** The command line. Each command is a file of `commands/`; `serve` is the default. */
const commands = {
  serve: () => import('./commands/serve.ts').then((file) => file.serve),
  migrate: () => import('./commands/migrate.ts').then((file) => file.migrateStore),
  user: () => import('./commands/user.ts').then((file) => file.user),
  mcp: () => import('./commands/mcp.ts').then((file) => file.mcp),
  doctor: () => import('./commands/doctor.ts').then((file) => file.doctor),
} as const

const usage = text(
  `사용법: bongsu [명령]
  serve              서버를 시작합니다(기본)
  migrate            데이터베이스를 최신 구조로 바꿉니다
  user               사용자 추가와 비밀번호 재설정: bongsu user add|reset-password <이메일>
  mcp                MCP를 표준 입출력으로 말합니다(BONGSU_URL, BONGSU_TOKEN)
  doctor             설정, 데이터베이스, Redis, 포트, 키, 브라우저를 점검합니다`,
  `Usage: bongsu [command]
  serve              start the server (default)
  migrate            bring the database to the newest shape
  user               add a person or reset a password: bongsu user add|reset-password <email>
  mcp                speak MCP on standard input and output (BONGSU_URL, BONGSU_TOKEN)
  doctor             check settings, database, Redis, port, keys and browser`,
)

const [name = 'serve', ...rest] = process.argv.slice(2)

if (!Object.hasOwn(commands, name)) {
  console.error(`${usage.ko}\n\n${usage.en}`)
  process.exitCode = name === 'help' || name === '--help' ? 0 : 2
} else {
  try {
    const command = await commands[name as keyof typeof commands]()
    process.exitCode = await command(readConfig(process.env), rest)
  } catch (error) {
    const told = isFailure(error) ? `${error.text.ko}\n${error.text.en}` : errorMessage(error)
    console.error(told)
    if (!isFailure(error) && !(error instanceof ConfigError)) console.error(error)
    process.exitCode = 1
  }
}
