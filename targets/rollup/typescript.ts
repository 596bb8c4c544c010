// typescript.ts: the first step: checks the program's types and takes them away.
//
//   TY1  what TypeScript has against the program stops the build before anything is written, all of it at once; then what the
//        engine cannot run (checks.ts)
//   TY2  types are checked strictly, unless the user's tsconfig.json says otherwise
//   TY3  async functions and generators are left as they are; lower/ and es5.ts come after

import { existsSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, resolve } from 'node:path'
import type { Plugin, PluginContext } from 'rollup'
import type { CompilerHost, CompilerOptions, CustomTransformers, Diagnostic, Program, SourceFile, TypeChecker } from 'typescript'
import { engines } from './engines'
import type { Engine, Target } from './engines'
import { kept } from './kept'
import { isPart } from './library'
import type { Library } from './library'
import { loopImports, loops } from './loops'
import type { Sources } from './output'
import { checking, typescript } from './peers'
import type { TypeScript } from './peers'
import { fail, placeOf, shown } from './problems'
import type { Problem } from './problems'
import { substitutes } from './substitutes'
import { texts } from './texts'

type Checks = Awaited<ReturnType<typeof checking>>

export interface Setup {
  target: Target
  engine: Engine
  library: Library
  entry: string
  /** the user's tsconfig.json; default: the nearest to the program */
  tsconfig: string | undefined
  /** is newer syntax than ES5 kept? */
  modern: boolean
  sources: Sources
  /** what becomes of TY1 */
  refuse: (this: PluginContext, problems: Problem[]) => void
}

/** The user's settings, the files that they are in, and the declarations that they include. */
interface Settings {
  files: string[]
  options: CompilerOptions
  declarations: string[]
  errors: Diagnostic[]
}

function settingsOf(ts: TypeScript, { entry, tsconfig }: Setup): Settings {
  const file = tsconfig === undefined ? ts.findConfigFile(dirname(entry), (name) => ts.sys.fileExists(name)) : resolve(tsconfig)
  if (file === undefined) return { files: [], options: {}, declarations: [], errors: [] }
  if (!existsSync(file)) throw new Error(`${shown(file)}: there is no such file`)
  const { error } = ts.readConfigFile(file, (name) => ts.sys.readFile(name))
  const source = ts.readJsonConfigFile(file, (name) => ts.sys.readFile(name))
  const { options, fileNames, errors } = ts.parseJsonSourceFileConfigFileContent(source, ts.sys, dirname(file), undefined, file)
  const files = [file, ...source.extendedSourceFiles ?? []]
  // no inputs: the program need not be among them
  const declarations = fileNames.filter((name) => /\.d\.[mc]?ts$/.test(name))
  return { files, options, declarations, errors: [...(error ? [error] : []), ...errors].filter(({ code }) => code !== 18003) }
}

/** What the build needs goes over what the user wants. */
function optionsFor(ts: TypeScript, { target, library, entry, modern }: Setup, user: CompilerOptions, lib: string[]): CompilerOptions {
  // notes of tsc's own, and places of files that are not written
  const without = ['composite', 'incremental', 'tsBuildInfoFile', 'declaration', 'declarationMap', 'declarationDir', 'emitDeclarationOnly',
    'outFile', 'rootDir', 'sourceRoot', 'mapRoot', 'inlineSourceMap', 'noEmit', 'noEmitOnError', 'noEmitHelpers', 'removeComments',
    'baseUrl']
  return {
    strict: true, skipLibCheck: true, checkJs: false,
    ...Object.fromEntries(Object.entries(user).filter(([name]) => !without.includes(name))),
    target: modern ? ts.ScriptTarget.ES2016 : ts.ScriptTarget.ES2017,
    lib: lib.map((name) => `lib.${name.toLowerCase()}.d.ts`),
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    customConditions: [...(user.customConditions ?? []), target],
    // `ringloop/<target>` is where editors find what a target adds
    paths: { ...user.paths, ringloop: [library.types], [`ringloop/${target}`]: [library.types], tslib: [library.helperTypes] },
    allowJs: true,
    importHelpers: true,
    resolveJsonModule: true,
    sourceMap: true,
    inlineSources: true,
    // nothing is written there, but a JavaScript file must not seem to be written over
    outDir: resolve(dirname(entry), 'dist'),
  }
}

function isInstalled(name: string, folder: string): boolean {
  return existsSync(resolve(folder, 'node_modules', name)) || (dirname(folder) !== folder && isInstalled(name, dirname(folder)))
}

const packageOf = (specifier: string) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')

/** What is wrong with importing `specifier`, if anything is. `declared`: modules that type declarations tell of. */
export function refusal(specifier: string, importer: string, { target, engine }: Setup, declared: string[]): string | undefined {
  const [, other] = /^ringloop\/(\w+)$/.exec(specifier) ?? []
  if (other !== undefined && other in engines && other !== target) return `'${specifier}' is for ${other} alone; import 'ringloop'`
  if (/^(\.|\/|ringloop($|\/)|tslib$)/.test(specifier) || engine.builtIn.includes(specifier)) return undefined
  const isNode = specifier.startsWith('node:') || builtinModules.includes(specifier)
  if (isNode && target === 'node') return undefined
  if (engine.declares && declared.includes(specifier)) return undefined
  if (!specifier.startsWith('node:') && isInstalled(packageOf(specifier), dirname(importer))) return undefined
  if (target === 'moddable' && !specifier.startsWith('node:')) {
    return `'${specifier}' is not declared, nor installed; include Moddable's typings, declare module '${specifier}' if the device has it, or npm install ${packageOf(specifier)}`
  }
  if (isNode) return `'${specifier}' is a module of Node, and ${target} has none of these; ask for what the device offers`
  return `'${specifier}' is not installed, and no module of ${target}; npm install ${packageOf(specifier)}, or import a file by its path`
}

/** TypeScript's own libraries, which a build for several targets reads once. */
const libraries = new Map<string, SourceFile | undefined>()

function hostOf(ts: TypeScript, options: CompilerOptions): CompilerHost {
  const host = ts.createCompilerHost(options)
  const folder = dirname(ts.getDefaultLibFilePath(options))
  const read = host.getSourceFile.bind(host)
  host.getSourceFile = (file, how, ...rest) => {
    if (dirname(file) !== folder) return read(file, how, ...rest)
    const key = `${file} ${JSON.stringify(how)}`
    if (!libraries.has(key)) libraries.set(key, read(file, how, ...rest))
    return libraries.get(key)
  }
  return host
}

export class Compiler {
  private readonly ts: TypeScript
  private readonly checks: Checks
  private readonly program: Program
  private readonly setup: Setup
  private readonly errors: Diagnostic[]
  private readonly options: CompilerOptions
  private readonly settings: string[]

  constructor(ts: TypeScript, setup: Setup, checks: Checks) {
    const { files, options, declarations, errors } = settingsOf(ts, setup)
    this.ts = ts
    this.checks = checks
    this.setup = setup
    this.errors = errors
    this.settings = files
    this.options = optionsFor(ts, setup, options, checks.libFor(setup.target))
    this.program = ts.createProgram([setup.entry, ...declarations], this.options, hostOf(ts, this.options))
  }

  get files(): string[] {
    const sources = this.program.getSourceFiles().filter((file) => !this.program.isSourceFileDefaultLibrary(file))
    return [...this.settings, ...sources.map(({ fileName }) => fileName)]
  }

  /** Modules that declarations of the user's tell of: the firmware's. */
  get declared(): string[] {
    return this.program.getTypeChecker().getAmbientModules().map(({ name }) => name.slice(1, -1))
  }

  /** TY1 */
  problems(): Problem[] {
    const imports = this.own().flatMap((source) => this.refusedImports(source))
    const { program } = this
    const found = [
      ...this.errors, ...program.getSyntacticDiagnostics(), ...program.getGlobalDiagnostics(),
      ...program.getSourceFiles().filter(({ fileName }) => !this.isOurs(fileName)).flatMap((file) => program.getSemanticDiagnostics(file)),
    ].map((diagnostic) => this.problemOf(diagnostic))
    const key = ({ file, line, column }: Problem) => `${file}:${line}:${column}`
    // what an import lacks makes errors of its own
    if (imports.length > 0) return imports.filter((problem, i) => imports.findIndex((other) => key(other) === key(problem)) === i)
    if (found.length > 0) return found
    return this.own().flatMap(({ fileName, text }) => this.checks.check(text, fileName, this.setup.target, program))
  }

  /** The library's types may be its sources (emulator). */
  private isOurs(file: string): boolean {
    return dirname(file) === dirname(this.setup.library.types)
  }

  /** The program's own files; data is none of them. */
  private own(): SourceFile[] {
    return this.program.getSourceFiles().filter((source) => !source.isDeclarationFile && !source.fileName.endsWith('.json') &&
      !this.isOurs(source.fileName) && !this.program.isSourceFileFromExternalLibrary(source))
  }

  private refusedImports({ fileName, text }: SourceFile): Problem[] {
    const { declared } = this
    return this.ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName: specifier, pos }) => {
      const message = refusal(specifier, fileName, this.setup, declared)
      if (message === undefined || this.resolve(specifier, fileName) !== undefined) return []
      return [{ file: fileName, ...placeOf(text, pos), message }]
    })
  }

  private problemOf({ file, start, code, messageText }: Diagnostic): Problem {
    const text = this.ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\s+/g, ' ')
    const place = file && start !== undefined ? placeOf(file.text, start) : { line: 1, column: 1 }
    return { file: file?.fileName ?? this.setup.entry, ...place, message: `TS${code}: ${text}` }
  }

  /** The file of the program that an import means. */
  resolve(specifier: string, importer: string): string | undefined {
    const { resolvedModule } = this.ts.resolveModuleName(specifier, importer, this.options, this.ts.sys)
    if (resolvedModule === undefined || resolvedModule.isExternalLibraryImport || /\.d\.[mc]?ts$/.test(resolvedModule.resolvedFileName)) return undefined
    return resolvedModule.resolvedFileName
  }

  /** What is done on the way; more with a checker. */
  private transformers(checker?: TypeChecker): CustomTransformers {
    const { ts, setup: { modern } } = this
    // a program's own files come with the checker
    const own = checker ? [kept(ts)] : []
    if (modern) return { before: [texts(ts, false, checker), ...own] }
    return { before: [...(checker ? [loops(ts, checker)] : []), texts(ts, true, checker), ...own], after: [substitutes(ts)] }
  }

  /** A file without its types. */
  emit(id: string): { code: string; map: string } | undefined {
    const source = this.program.getSourceFile(id)
    if (source === undefined || source.isDeclarationFile || id.endsWith('.json')) return undefined
    const out = { code: '', map: '' }
    this.program.emit(source, (name, text) => {
      if (name.endsWith('.map')) out.map = text
      else out.code = text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')
    }, undefined, false, this.transformers(this.program.getTypeChecker()))
    out.code += loopImports(out.code)
    return out
  }

  /** What a package or a plugin has brought in: its types are taken away, not checked. */
  strip(text: string): { code: string; map: string | null } {
    const { outputText, sourceMapText } = this.ts.transpileModule(text, {
      compilerOptions: this.options, transformers: this.transformers(),
    })
    return { code: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), map: sourceMapText ?? null }
  }
}

/** Finds, checks and reads the program's files. */
export function program(setup: Setup): Plugin {
  let compiler: Compiler
  return {
    name: 'ringloop',

    async buildStart() {
      if (!existsSync(setup.entry)) fail(this, `${shown(setup.entry)}: there is no such file`)
      compiler = new Compiler(await typescript(), setup, await checking())
      for (const file of compiler.files) this.addWatchFile(file)
      const problems = compiler.problems()
      if (problems.length > 0) setup.refuse.call(this, problems)
    },

    async resolveId(specifier, importer, options) {
      const { engine, library } = setup
      if (specifier === 'ringloop' || specifier === `ringloop/${setup.target}`) return library.main
      if (specifier === 'tslib' || specifier === 'ringloop/tslib') return library.helpers
      if (importer === undefined || specifier.startsWith('\0')) return null
      if (engine.builtIn.includes(specifier)) return { id: specifier, external: true }
      const file = compiler.resolve(specifier, importer)
      if (file !== undefined) return file
      const found = await this.resolve(specifier, importer, { ...options, skipSelf: true })
      if (found !== null && (!found.external || setup.target === 'node')) return found
      if (engine.declares && compiler.declared.includes(specifier)) return { id: specifier, external: true }
      const text = setup.sources.get(importer) ?? ''
      const { line, column } = placeOf(text, Math.max(0, text.search(new RegExp(`['"]${specifier.replace(/[^\w]/g, '\\$&')}['"]`))))
      const why = refusal(specifier, importer, setup, compiler.declared) ?? (/^[./]/.test(specifier)
        ? `'${specifier}': there is no such file`
        : `'${specifier}' is installed, but only @rollup/plugin-node-resolve finds packages; npm install -D @rollup/plugin-node-resolve`)
      return fail(this, `${shown(importer)}:${line}:${column} ${why}`)
    },

    /** The library's own map leads to its sources. */
    load(id) {
      if (!isPart(setup.library, id) || !existsSync(`${id}.map`)) return null
      return { code: readFileSync(id, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), map: readFileSync(`${id}.map`, 'utf8') }
    },

    transform(code, id) {
      if (isPart(setup.library, id)) return null
      setup.sources.set(id, code)
      if (id.endsWith('.json')) return { code: `export default ${code}`, map: null }
      return compiler.emit(id) ?? (/\.[mc]?[jt]sx?$/.test(id) ? compiler.strip(code) : null)
    },
  }
}
