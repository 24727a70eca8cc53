import { defineTexts } from './i18n.ts'

export const libTexts = defineTexts('lib', {
  ko: {
    unreachable: '서버에 연결할 수 없습니다. 네트워크를 확인해주세요. 연결되면 자동으로 다시 시도합니다.',
    unexpected: '서버가 예상하지 못한 응답을 보냈습니다(HTTP {{status}}). 잠시 후 다시 시도해주세요.',
    undo: '실행 취소',
    undone: '실행을 취소했습니다.',
  },
  en: {
    unreachable: 'The server cannot be reached. Please check your network; this page tries again by itself.',
    unexpected: 'The server gave an unexpected answer (HTTP {{status}}). Please try again in a moment.',
    undo: 'Undo',
    undone: 'Undone.',
  },
})
