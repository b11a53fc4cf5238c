using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.OAuth;

[TestClass]
public sealed class FileTokenStoreTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task What_is_saved_is_loaded_and_only_its_owner_can_read_it()
    {
        var file = _folder.File("inner/tokens.json");
        var store = new FileTokenStore(file);
        (await store.LoadAsync(default)).Should().BeNull();

        await store.SaveAsync(new() { Refresh = new("old"), Origin = "o" }, default);
        await store.SaveAsync(new() { Access = new("a"), Refresh = new("r"), Origin = "o" }, default);

        var loaded = await new FileTokenStore(file).LoadAsync(default);
        (loaded!.Access!.Reveal(), loaded.Refresh.Reveal(), loaded.Origin).Should().Be(("a", "r", "o"));
        File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(Path.GetDirectoryName(file)!).Should().ContainSingle("nothing is left beside it");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{\"refresh_token\": ")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("{\"refresh_token\": 7}")]
    public async Task A_file_without_tokens_is_an_error(string content)
    {
        var store = new FileTokenStore(_folder.Write("tokens.json", content));

        await store.Awaiting(one => one.LoadAsync(default)).Should().ThrowAsync<IOException>()
            .WithMessage("*tokens.json holds no tokens*delete it, and connect the account again*");
    }

    [TestMethod]
    public async Task A_path_that_is_not_writable_is_an_error()
    {
        var store = new FileTokenStore(Path.Combine(_folder.Write("file", ""), "tokens.json"));

        await store.Awaiting(one => one.SaveAsync(new() { Refresh = new("hush-hush"), Origin = "" }, default))
            .Should().ThrowAsync<IOException>().WithMessage("*tokens.json cannot be written*");
    }
}
