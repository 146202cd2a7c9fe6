// The model was found and right on both paths, and by a module that requires the API only, with artifacts that this build made.
def log = new File(basedir, 'build.log').text
for (path in ['class path', 'module path', 'module path, core alone']) {
  assert log =~ /(?m)^consumer: on the ${path}: POSITIVE NEGATIVE$/ : "not the right labels on the ${path}"
}

// Maven notes where each file of a local repository came from; nothing stands there for installed ones.
def ours = new File(localRepositoryPath, 'io/github/sentiment4j')
assert ['sentiment4j', 'sentiment-core', 'sentiment-native', 'sentiment-gguf', 'sentiment-embedded', 'sentiment-parent', 'sentiment-bom']
    .every { new File(ours, it).isDirectory() }
ours.eachFileRecurse {
  assert it.name != '_remote.repositories' || !(it.text =~ /(?m)^[^#].*>.+=$/) : "${it} names another repository"
}
