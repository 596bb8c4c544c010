export default { files: ['test/runners/ava.mjs'], timeout: '1m' }
