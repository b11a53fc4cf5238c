using System.Text;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

[TestClass]
public sealed class PhpLintTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task A_text_that_parses_has_no_messages()
    {
        (await CheckAsync("php", "<?php return array('state' => 'success');")).Should().BeEmpty();
    }

    [TestMethod]
    public async Task A_text_that_does_not_parse_is_reported_with_its_line()
    {
        var message = (await CheckAsync("php", "<?php\n\nreturn (;")).Should().ContainSingle().Which;

        (message.Line, message.Code).Should().Be((3, "PHP"));
        message.Text.Should().StartWith("Parse error: ");
    }

    [TestMethod]
    [DataRow("namespace Acme;", "Namespace declaration")]
    [DataRow("declare(strict_types=1);", "strict_types declaration")]
    public async Task An_invisible_mark_before_the_first_statement_is_named(string first, string words)
    {
        var message = (await CheckAsync("php", $"\uFEFF<?php\n{first}")).Should().ContainSingle().Which;

        message.Text.Should().Contain(words).And.EndWith("save the file as UTF-8 without BOM.");
        (await CheckAsync("php", $"\uFEFF<?php\nreturn (;")).Should().OnlyContain(one => !one.Text.Contains("BOM"));
    }

    [TestMethod]
    public async Task A_missing_php_is_reported_with_what_to_install()
    {
        var message = (await CheckAsync("no-such-php", "<?php")).Should().ContainSingle().Which;

        message.Code.Should().Be("ITX010");
        message.Text.Should().Match("Cannot start 'no-such-php': *PATH*Install php-cli, or set customizer.php.");
    }

    [TestMethod]
    public async Task A_php_that_fails_is_reported_with_its_own_words()
    {
        var php = _folder.Write("php", "#!/bin/sh\necho 'no libxml2.so' >&2\nexit 127\n");
        File.SetUnixFileMode(php, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var message = (await CheckAsync(php, "<?php")).Should().ContainSingle().Which;

        message.Text.Should().Be("php -l: exit code 127. no libxml2.so");
    }

    private static Task<IReadOnlyList<ScriptMessage>> CheckAsync(string php, string text) =>
        PhpLint.Check(php, "/hook.php", Encoding.UTF8.GetBytes(text), CancellationToken.None);
}
