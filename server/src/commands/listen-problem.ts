import { type Text, text } from '@bongsu/contract/text.ts'
import { errorMessage } from '#kernel/errors.ts'
import type { Config } from '../config.ts'

/** Why nobody can listen where the settings say, and what to do. */
export function listenProblem(error: unknown, { host, port }: Pick<Config, 'host' | 'port'>): Text {
  switch ((error as { code?: string }).code) {
    case 'EADDRINUSE':
      return text(
        `${host}:${port} 포트를 이미 다른 프로그램이 쓰고 있습니다. 그 프로그램을 멈추거나 BONGSU_PORT를 바꾸세요.`,
        `Another program already listens on ${host}:${port}. Stop it, or choose another BONGSU_PORT.`,
      )
    case 'EACCES':
      return text(
        `${port}번 포트를 열 권한이 없습니다. 1024번부터의 BONGSU_PORT를 쓰고, 밖에서는 프록시로 받으세요.`,
        `Port ${port} may not be opened by this user. Choose a BONGSU_PORT from 1024 on, with a proxy in front.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return text(
        `${host}은(는) 이 서버의 주소가 아닙니다. BONGSU_HOST를 127.0.0.1, 0.0.0.0 또는 이 서버의 주소로 바꾸세요.`,
        `${host} is no address of this machine. Set BONGSU_HOST to 127.0.0.1, 0.0.0.0 or one of its addresses.`,
      )
    default:
      return text(
        `${host}:${port}에서 들을 수 없습니다: ${errorMessage(error)}`,
        `Cannot listen on ${host}:${port}: ${errorMessage(error)}`,
      )
  }
}
