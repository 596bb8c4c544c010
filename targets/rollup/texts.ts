// texts.ts: how texts are put together: templates, and a mistake of the minifier.
//
//   `${n} of ${all}`      -->  n + ' of ' + String(all)
//   'row ' + row + 1 + n  -->  'row ' + row + '1' + n
//   'row ' + row + n      -->  'row ' + row + ('' + n)
//
//   TX1  a template becomes a sum, for TypeScript's ES5, ''.concat(x), has no text for undefined on Espruino. In a sum an object
//        would be asked for its value first, so what may be an object goes through String()
//   TX2  terser adds up numbers at the end of a text (5.31 to 5.51, "(x + 'foo') + 'bar'" in compress/index.js). So a number that is
//        known here is a text; and one that terser may come to know, where it stands behind another, is a text in brackets, which
//        terser takes away when it does not
// Without types only what the syntax says is known to be a text.

import type { BinaryExpression, Expression, Node, SourceFile, TemplateExpression, TemplateSpan, TransformerFactory, Type, TypeChecker } from 'typescript'
import type { TypeScript } from './peers'

/** A part of a sum. */
interface Part {
  /** as the user wrote it */
  from: Expression
  node: Expression
  isText: boolean
}

/** To be given to TypeScript before it takes the types away. `templates`: are they lowered (TX1)? */
export function texts(ts: TypeScript, templates: boolean, checker?: TypeChecker): TransformerFactory<SourceFile> {
  const { factory } = ts
  const { TypeFlags, SyntaxKind } = ts
  const PRIMITIVE = TypeFlags.StringLike | TypeFlags.NumberLike | TypeFlags.BooleanLike | TypeFlags.BigIntLike |
    TypeFlags.Null | TypeFlags.Undefined

  /** Without what leaves the value as it is. */
  function bare(node: Expression): Expression {
    return ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node) ? bare(node.expression) : node
  }

  function isOnly(flags: number, type: Type | undefined): boolean {
    return type !== undefined && (type.isUnion() ? type.types : [type]).every((one) => (one.flags & flags) !== 0)
  }

  const isSum = (node: Node): node is BinaryExpression => ts.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.PlusToken

  function isText(node: Expression): boolean {
    const inner = bare(node)
    return ts.isStringLiteralLike(inner) || ts.isTemplateExpression(inner) || ts.isTypeOfExpression(inner) ||
      isSum(inner) && (isText(inner.left) || isText(inner.right)) || isOnly(TypeFlags.StringLike, checker?.getTypeAtLocation(node))
  }

  function isConstant(node: Expression): boolean {
    let symbol = ts.isIdentifier(node) ? checker?.getSymbolAtLocation(node) : undefined
    if (symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0) symbol = checker?.getAliasedSymbol(symbol)
    const declaration = symbol?.valueDeclaration
    return declaration !== undefined && ts.isVariableDeclaration(declaration) &&
      (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0
  }

  /** The text of a number, true, false, null or undefined that is known (TX2). */
  function known(from: Expression): string | undefined {
    const node = bare(from)
    if (ts.isNumericLiteral(node)) return String(Number(node.text))
    if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.MinusToken && ts.isNumericLiteral(node.operand)) {
      return String(-Number(node.operand.text))
    }
    if (node.kind === SyntaxKind.TrueKeyword) return 'true'
    if (node.kind === SyntaxKind.FalseKeyword) return 'false'
    if (node.kind === SyntaxKind.NullKeyword) return 'null'
    if (ts.isIdentifier(node) && node.text === 'undefined') return 'undefined'
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return checker?.getConstantValue(node)?.toString()
    const type = isConstant(node) ? checker?.getTypeAtLocation(node) : undefined
    if (type?.isNumberLiteral()) return String(type.value)
    return isOnly(TypeFlags.BooleanLiteral, type) && type?.isUnion() === false ? checker?.typeToString(type) : undefined
  }

  function isPrimitive(node: Expression): boolean {
    return known(node) !== undefined || ts.isStringLiteralLike(node) || isOnly(PRIMITIVE, checker?.getTypeAtLocation(node))
  }

  function textOf({ from, node }: Part): Expression | undefined {
    const literal = known(from)
    return literal === undefined ? undefined : ts.setTextRange(factory.createStringLiteral(literal), node)
  }

  /** The sum of the parts, as TX2 wants it. `was`: the sums that it is made of, if it was one. */
  function sum([first, ...rest]: [Part, ...Part[]], was: BinaryExpression[] = []): Expression {
    let { node: made, isText: text } = first
    if (!text && rest[0]?.isText) made = textOf(first) ?? made
    let before = text
    rest.forEach((one, index) => {
      const literal = text && !one.isText ? textOf(one) : undefined
      const isBehind = text && !before && !one.isText && literal === undefined
      const right = literal ?? (isBehind ? factory.createAdd(factory.createStringLiteral(''), one.node) : one.node)
      made = was[index] ? factory.updateBinaryExpression(was[index], made, was[index].operatorToken, right) : factory.createAdd(made, right)
      before = one.isText || literal !== undefined
      text ||= one.isText
    })
    return made
  }

  return (context) => (file) => {
    const visit = (node: Node): Node => {
      const { parent } = node as Partial<Node>
      const isTagged = parent !== undefined && ts.isTaggedTemplateExpression(parent)
      if (templates && ts.isTemplateExpression(node) && !isTagged) return ts.setTextRange(lowered(node), node)
      if (!isSum(node)) return ts.visitEachChild(node, visit, context)
      const sums: BinaryExpression[] = []
      for (let inner: Expression = node; isSum(inner); inner = inner.left) sums.unshift(inner)
      return sum([part((sums[0] as BinaryExpression).left), ...sums.map(({ right }) => part(right))], sums)
    }

    const part = (from: Expression): Part => ({ from, node: ts.visitNode(from, visit) as Expression, isText: isText(from) })

    const quasi = (text: string): Part => {
      const node = factory.createStringLiteral(text)
      return { from: node, node, isText: true }
    }

    /** TX1 */
    function lowered({ head, templateSpans }: TemplateExpression): Expression {
      const parts = [...(head.text === '' ? [] : [quasi(head.text)]), ...templateSpans.flatMap(({ expression, literal }) => {
        const one = part(expression)
        if (!isPrimitive(expression)) {
          const text = factory.createCallExpression(factory.createIdentifier('String'), undefined, [one.node])
          Object.assign(one, { node: ts.setTextRange(text, expression), isText: true })
        }
        return literal.text === '' ? [one] : [one, quasi(literal.text)]
      })]
      // what has the type of a text need not be one
      const [{ expression, literal }] = templateSpans as unknown as [TemplateSpan]
      const starts = head.text !== '' || literal.text !== '' || !isPrimitive(expression)
      return sum(starts ? parts as [Part, ...Part[]] : [quasi(''), ...parts])
    }

    return ts.visitEachChild(file, visit, context)
  }
}
