/** Everything that components stand on: fonts, base styles, the scheme, Mantine and the place of toasts. */
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './mantine.css'
import './tokens.css'
import './base.css'
import { MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import { Toasts } from '../layers/toast.tsx'
import { theme as mantineTheme, resolver } from './theme.ts'
import { type ThemeChoice, useColorScheme } from './useColorScheme.ts'

export type UiProviderProps = { theme: ThemeChoice; children: ReactNode }

export function UiProvider({ theme, children }: UiProviderProps) {
  const scheme = useColorScheme(theme)
  return (
    <MantineProvider theme={mantineTheme} cssVariablesResolver={resolver} forceColorScheme={scheme}>
      {children}
      <Toasts />
    </MantineProvider>
  )
}
