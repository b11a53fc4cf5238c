using System.Globalization;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Platform.Files;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Engines;

[TestClass]
public sealed class CsxHotReloadTests : HotReloadTests
{
    protected override string Extension => "csx";

    protected override string Source(int version) =>
        string.Format(TestHooks.Head, "ProcessClientPhone") + $$"""
        var first = "{{version:000}}";
        // {{new string('x', 3000)}}
        return Success($"{first}-{{version:000}}");
        """;

    protected override (string, string, string) SourceWithHelper(int version) => (
        "#load \"version.csx\"\n" + string.Format(TestHooks.Head, "ProcessClientPhone")
        + "return Success($\"{Version()}-{Version()}\");",
        $"string Version() => \"{version:000}\";",
        "version.csx");
}

/// <summary>In workers.</summary>
[TestClass]
public sealed class WarmPhpHotReloadTests() : PhpHotReloadTests(PhpModeKind.Warm);

/// <summary>In a process that is forked for each call.</summary>
[TestClass]
public sealed class ForkedPhpHotReloadTests() : PhpHotReloadTests(PhpModeKind.Fork);

/// <summary>In a process for each call.</summary>
[TestClass]
public sealed class ProcessPhpHotReloadTests() : PhpHotReloadTests(PhpModeKind.Process);

public abstract class PhpHotReloadTests : HotReloadTests
{
    private protected PhpHotReloadTests(PhpModeKind mode)
        : base(options => options with { PhpMode = mode })
    {
    }

    protected override string Extension => "php";

    protected override string Source(int version) => $$"""
        <?php
        $first = '{{version:000}}';
        // {{new string('x', 3000)}}
        return array('state' => 'success', 'data' => array('phone' => "$first-{{version:000}}"));
        """;

    protected override (string, string, string) SourceWithHelper(int version) => (
        "<?php\nrequire __DIR__ . '/version.php';\nreturn array('state' => 'success', 'data' => "
        + "array('phone' => version() . '-' . version()));",
        $"<?php\nfunction version() {{ return '{version:000}'; }}",
        "version.php");
}
