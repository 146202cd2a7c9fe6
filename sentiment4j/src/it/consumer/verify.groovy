// Every model was classified on both paths, the trained one rightly, with artifacts that this build made.
def log = new File(basedir, 'build.log').text
def models = new File(consumerModels).list().findAll { it.endsWith('.gguf') }
assert 'tiny.gguf' in models
for (model in models) {
  def label = model == 'tiny.gguf' ? '(POSITIVE|NEUTRAL|NEGATIVE)' : 'POSITIVE'
  for (path in ['class path', 'module path']) {
    assert log =~ /(?m)^consumer: \Q${model}\E on the ${path}: ${label}$/ : "no ${label} from ${model} on the ${path}"
  }
}

// Maven notes where each file of a local repository came from; nothing stands there for installed ones.
def ours = new File(localRepositoryPath, 'io/github/sentiment4j')
assert ['sentiment4j', 'sentiment-core', 'sentiment-native', 'sentiment-gguf', 'sentiment-parent', 'sentiment-bom']
    .every { new File(ours, it).isDirectory() }
ours.eachFileRecurse {
  assert it.name != '_remote.repositories' || !(it.text =~ /(?m)^[^#].*>.+=$/) : "${it} names another repository"
}
