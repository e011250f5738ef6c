using Edge.Tool.Packs.Catalogue;

namespace Edge.Tool.Tests.Packs.Catalogue;

public sealed class ModelCatalogueTests : IDisposable
{
    private const string Good = """
        models:
          - name: one
            about: A model
            source: https://example.org
            licence: MIT
            decoder: yolox
            input: 32x32
            accuracy: { metric: AP, value: 0.5, dataset: mine }
            files:
              - url: https://example.org/one.onnx
                sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                sizeBytes: 100
        """;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Shipped_Catalogue_IsReadAndEveryEntryIsWhole()
    {
        ModelCatalogue catalogue = ModelCatalogue.Open(ModelCatalogue.ShippedPath);
        Assert.Contains(catalogue.Entries, entry => entry.Name == "yolox-nano");
        Assert.Contains(catalogue.Entries, entry => entry.Name == "nanodet-m");
        Assert.All(catalogue.Entries, entry =>
        {
            Assert.Equal("Apache-2.0", entry.Licence);
            Assert.Contains(entry.Files, file => file.Url is { Scheme: "https" });
        });
        string[] hashes = [.. catalogue.Entries.SelectMany(entry => entry.Files).Select(file => file.Sha256)];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void Open_GoodFile_GivesItsEntries()
    {
        CatalogueEntry entry = Open(Good).Find("one");
        Assert.Equal(("yolox", "32x32", 0.5, 100), (entry.Decoder, entry.Input, entry.Accuracy.Value, entry.Files[0].SizeBytes));
    }

    [Fact]
    public void Find_UnknownName_RefusedNamingWhatThereIs()
    {
        CatalogueException e = Assert.Throws<CatalogueException>(() => Open(Good).Find("two"));
        Assert.Contains("one", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org/one.onnx", "http://example.org/one.onnx", "line 10: url")]
    [InlineData("aaaaaaaa", "AAAAAAAA", "line 11: sha256")]
    [InlineData("sizeBytes: 100", "sizeBytes: -1", "line 12: sizeBytes")]
    [InlineData("decoder: yolox", "decoder: dream", "line 6: decoder")]
    [InlineData("input: 32x32", "input: large", "line 7: input")]
    [InlineData("value: 0.5", "value: 25.8", "line 8: value")]
    [InlineData("licence: MIT", "license: MIT", "'license' is unknown")]
    [InlineData("    licence: MIT\n", "", "licence is missing")]
    [InlineData("models:", "models: [", "line")]
    [InlineData("name: one", "name: [one]", "line 2: name")]
    public void Open_FaultyFile_RefusedNamingLineAndField(string old, string replacement, string expected)
    {
        Assert.Contains(old, Good, StringComparison.Ordinal);
        CatalogueException e = Assert.Throws<CatalogueException>(() => Open(Good.Replace(old, replacement, StringComparison.Ordinal)));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MissingFile_Refused() => Assert.Throws<CatalogueException>(() => ModelCatalogue.Open("/nowhere/catalogue.yaml"));

    private ModelCatalogue Open(string text)
    {
        File.WriteAllText(_path, text);
        return ModelCatalogue.Open(_path);
    }
}
