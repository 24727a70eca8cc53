import { defineTexts } from '#lib/i18n.ts'

/** Words about tools and calls that several pages share. */
export const toolTexts = defineTexts('ui-tools', {
  ko: {
    effects: { read: '읽기', write: '변경', destructive: '삭제·해제' },
    effectHints: {
      read: '아무것도 바꾸지 않습니다.',
      write: '무언가를 만들거나 바꿉니다.',
      destructive: '무언가를 지우거나 되돌릴 수 없게 바꿉니다.',
    },
    scopes: { tools: '도구 사용', read: 'API로 읽기', write: 'API로 바꾸기' },
    roles: { admin: '관리자', manager: '매니저', user: '사용자', viewer: '열람자' },
    outcomes: {
      success: '성공',
      failed: '도구 실패',
      refused: '거부',
      limited: '제한 초과',
      invalid: '잘못된 인자',
      timed_out: '시간 초과',
      cancelled: '취소',
      unavailable: '연결 불가',
      interrupted: '중단됨',
    },
    windows: { minute: '1분', day: '오늘', month: '이번 달' },
    targets: { all: '모든 도구', tool: '{{target}}', tag: '태그 {{target}}' },
    rules: { token: '토큰 규칙', person: '개인 규칙', role: '역할 규칙', default: '기본 규칙' },
    quota: {
      used: '{{used}} / {{limit}}',
      left: '남음 {{left}}',
      spent: '모두 씀',
      unlimited: '제한 없음',
      resets: '{{time}}에 다시 시작',
      label: '{{window}} · {{target}}: {{limit}}회 중 {{used}}회 사용',
    },
    connect: {
      client: '연결할 프로그램',
      clients: {
        'claude-code': 'Claude Code',
        'claude-desktop': 'Claude Desktop',
        cursor: 'Cursor',
        vscode: 'VS Code',
        stdio: 'bongsu mcp',
        curl: 'curl',
      },
      where: {
        'claude-code': '터미널에서 실행하세요.',
        'claude-desktop':
          '설정 → 개발자 → 구성 편집에서 claude_desktop_config.json에 넣고 다시 시작하세요. Node.js가 있어야 합니다.',
        cursor: '프로젝트의 .cursor/mcp.json 또는 홈의 ~/.cursor/mcp.json에 넣으세요.',
        vscode: '작업 폴더의 .vscode/mcp.json에 넣으세요.',
        stdio:
          '주소 대신 프로그램을 실행하는 클라이언트에 넣으세요. 봉수가 설치된 컴퓨터에서, 그 폴더에서 npm link를 실행해 두어야 합니다.',
        curl: '터미널에서 실행하면 쓸 수 있는 도구가 나옵니다.',
      },
      placeholder: '{{token}} 자리에 만들어 둔 토큰을 넣으세요. 토큰 값은 만들 때 한 번만 볼 수 있습니다.',
      copy: '{{client}} 연결 설정 복사',
    },
    picker: { search: '이름이나 설명으로 찾기' },
  },
  en: {
    effects: { read: 'Reads', write: 'Changes', destructive: 'Removes' },
    effectHints: {
      read: 'Changes nothing.',
      write: 'Makes or changes something.',
      destructive: 'Removes something, or changes it for good.',
    },
    scopes: { tools: 'Use tools', read: 'Read through the API', write: 'Change through the API' },
    roles: { admin: 'Admin', manager: 'Manager', user: 'User', viewer: 'Viewer' },
    outcomes: {
      success: 'Success',
      failed: 'Tool failed',
      refused: 'Refused',
      limited: 'Over a limit',
      invalid: 'Wrong arguments',
      timed_out: 'Timed out',
      cancelled: 'Cancelled',
      unavailable: 'Unavailable',
      interrupted: 'Interrupted',
    },
    windows: { minute: 'This minute', day: 'Today', month: 'This month' },
    targets: { all: 'All tools', tool: '{{target}}', tag: 'Tag {{target}}' },
    rules: {
      token: 'Rule for the token',
      person: 'Rule for the person',
      role: 'Rule for the role',
      default: 'Default rule',
    },
    quota: {
      used: '{{used}} / {{limit}}',
      left: '{{left}} left',
      spent: 'Used up',
      unlimited: 'No limit',
      resets: 'Begins anew at {{time}}',
      label: '{{window}} · {{target}}: {{used}} of {{limit}} calls used',
    },
    connect: {
      client: 'Program to connect',
      clients: {
        'claude-code': 'Claude Code',
        'claude-desktop': 'Claude Desktop',
        cursor: 'Cursor',
        vscode: 'VS Code',
        stdio: 'bongsu mcp',
        curl: 'curl',
      },
      where: {
        'claude-code': 'Run it in a terminal.',
        'claude-desktop':
          'Settings → Developer → Edit config: put it into claude_desktop_config.json and restart. It needs Node.js.',
        cursor: 'Put it into .cursor/mcp.json of the project, or ~/.cursor/mcp.json.',
        vscode: 'Put it into .vscode/mcp.json of the folder.',
        stdio:
          'For clients that start a program instead of opening an address, on a machine that has Bongsu, where npm link was run in its folder.',
        curl: 'Run it in a terminal: it lists the tools you may use.',
      },
      placeholder:
        'Put a token you have made in the place of {{token}}. A token’s value is shown once, when it is made.',
      copy: 'Copy the settings for {{client}}',
    },
    picker: { search: 'Find by name or description' },
  },
})
