using Itgrix.Runtime.Hooks;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>
/// Files that are right on the command line only because of what they include: however they name it, they do as
/// <c>php file</c> does, from the first call on.
/// </summary>
[TestClass]
public sealed class PhpIncludeTests
{
    private const string Hook = "process_final_params";
    private const string Reply = "return array('state' => 'success', 'data' => array('sapi' => sapi()));";

    private readonly TestHooks _hooks = new(options => options with { Workers = 1 });

    [TestInitialize]
    public void WriteLibraries()
    {
        _hooks.Write("lib/sapi.php", "<?php function sapi() { return PHP_SAPI; }");
        _hooks.Write("lib/paths.php",
            "<?php const IN_LIBRARY = __DIR__; class Paths { const SAPI = __DIR__ . '/sapi.php'; }");
        _hooks.Write("lib/harmless.php", "<?php function sapi() { return 'cli'; }");
    }

    [TestCleanup]
    public void Stop() => _hooks.Dispose();

    [TestMethod]
    [DataRow("require __DIR__ . '/lib/sapi.php';")]
    [DataRow("require(dirname(__FILE__) . \"/lib/sapi.php\");")]
    [DataRow("require_once dirname(dirname(__FILE__)) . '/bitrix24/lib/sapi.php';")]
    [DataRow("require_once dirname(__DIR__, 1) . '/bitrix24/lib/sapi.php';")]
    [DataRow("require realpath(__DIR__ . '/../bitrix24') . '/lib/sapi.php';")]
    [DataRow("require __DIR__ . DIRECTORY_SEPARATOR . 'lib' . DIRECTORY_SEPARATOR . 'sapi.php';")]
    [DataRow("define('BASE_PATH', rtrim(__DIR__, '/') . '/'); require BASE_PATH . 'lib/sapi.php';")]
    [DataRow("if (!defined('BASE')) { define('BASE', __DIR__); } require_once BASE . '/lib/sapi.php';")]
    [DataRow("const BASE = __DIR__ . '/lib'; require BASE . '/sapi.php';")]
    [DataRow("$base = __DIR__; $lib = \"$base/lib\"; require \"{$lib}/sapi.php\";")]
    [DataRow("$root = getenv('NO_SUCH_ROOT') ?: __DIR__; require $root . '/lib/sapi.php';")]
    [DataRow("$root = $_SERVER['NO_SUCH_ROOT'] ?? __DIR__; require $root . '/lib/sapi.php';")]
    [DataRow("$root = getenv('NO_SUCH_ROOT') !== false ? getenv('NO_SUCH_ROOT') : __DIR__; "
        + "require $root . '/lib/sapi.php';")]
    [DataRow("$conf = array('lib' => __DIR__ . '/lib'); require $conf['lib'] . '/sapi.php';")]
    [DataRow("$conf['lib'] = __DIR__ . '/lib'; require $conf['lib'] . '/sapi.php';")]
    [DataRow("$conf = ['lib' => 'lib', 'x' => [1]]; require __DIR__ . \"/$conf[lib]/sapi.php\";")]
    [DataRow("foreach (array('sapi') as $name) require __DIR__ . '/lib/' . $name . '.php';")]
    [DataRow("$names = ['sapi']; foreach ($names as $key => $name) { require __DIR__ . \"/lib/$name.php\"; }")]
    [DataRow("foreach (glob(__DIR__ . '/lib/s*.php') as $file) require $file;")]
    [DataRow("foreach (glob(__DIR__ . '/lib/*.php', GLOB_NOSORT) as $file) if (basename($file) == 'sapi.php') "
        + "require $file;")]
    [DataRow("require 'lib/paths.php'; require IN_LIBRARY . '/sapi.php';")]
    [DataRow("require 'lib/paths.php'; require Paths::SAPI;")]
    [DataRow("set_include_path(__DIR__ . '/lib' . PATH_SEPARATOR . get_include_path()); require 'sapi.php';")]
    [DataRow("ini_set('include_path', __DIR__ . '/lib:.'); require 'sapi.php';")]
    [DataRow("chdir('lib'); require './sapi.php';")]
    [DataRow("chdir(dirname(__FILE__) . '/lib'); require 'sapi.php';")]
    [DataRow("$file = __DIR__ . '/lib/sapi.php'; if (file_exists($file)) { require_once($file); "
        + "} else { die('none'); }")]
    [DataRow("(@include __DIR__ . '/lib/none.php') or include __DIR__ . '/lib/sapi.php';")]
    [DataRow("if ((include_once __DIR__ . '/lib/sapi.php') === false) { exit(1); }")]
    [DataRow("switch (1) { case 1: require __DIR__ . '/lib/sapi.php'; }")]
    [DataRow("function load($what) { require_once __DIR__ . '/lib/' . $what . '.php'; } load('sapi');")]
    [DataRow("spl_autoload_register(fn ($class) => require __DIR__ . '/lib/sapi.php'); class_exists('Some');")]
    [DataRow("set_include_path(__DIR__ . '/lib'); spl_autoload_register(); spl_autoload_call('sapi');")]
    [DataRow("$loader = new class { function load($x) { return require $x; } }; "
        + "$loader->load(__DIR__ . '/lib/sapi.php');")]
    [DataRow("extract(array('file' => __DIR__ . '/lib/sapi.php')); require $file;")]
    [DataRow("require $params['lib'];")]
    [DataRow("$ini = parse_ini_string('file=lib/sapi.php'); require __DIR__ . '/' . $ini['file'];")]
    [DataRow("require implode('/', array(__DIR__, 'lib', 'sapi.php'));")]
    [DataRow("require str_replace('none', 'sapi', __DIR__ . '/lib/none.php');")]
    [DataRow("eval('function sapi() { return PHP_SAPI; }');")]
    [DataRow("eval('?' . '>' . file_get_contents(__DIR__ . '/lib/sapi.php'));")]
    public async Task A_file_sees_the_command_line_from_its_first_call_on(string includes)
    {
        var outcome = await Run(includes);

        outcome.Data!.ToJsonString().Should().Be("""{"sapi":"cli"}""", outcome.Reason);
    }

    [TestMethod]
    [DataRow("require __DIR__ . '/lib/harmless.php';")]
    [DataRow("require_once 'lib/harmless.php';")]
    [DataRow("$base = dirname(__DIR__); require_once \"$base/bitrix24/lib/harmless.php\";")]
    [DataRow("define('LIB', dirname(__FILE__) . '/lib/'); require LIB . 'harmless.php';")]
    [DataRow("foreach (glob(__DIR__ . '/lib/h*.php') as $file) { require_once $file; }")]
    [DataRow("if (is_file($conf = '/etc/no-such.conf')) { require '/etc/no-such.conf'; } require 'lib/harmless.php';")]
    public async Task A_file_whose_includes_are_harmless_runs_in_a_worker(string includes)
    {
        _hooks.Write("process_registration_params.php", $"<?php {includes} return array('state' => 'success', "
            + "'data' => array('sapi' => ('php_' . 'sapi_name')()));");

        var outcome = await _hooks.Run("process_registration_params", "{}");

        ((string?)outcome.Data?["sapi"]).Should().Be("cgi-fcgi", outcome.Reason);
    }

    [TestMethod]
    public async Task What_a_call_included_unseen_is_read_before_the_next_one()
    {
        const string includes = "$file = __DIR__ . '/lib/harmless.php'; "
            + "parse_str('file=' . __DIR__ . '/lib/sapi.php', $all); "
            + "foreach ($all as $key => $value) { $$key = $value; } "
            + "require $file;";
        (await Run(includes)).KindName.Should().Be("applied");

        for (var call = 0; call < 2; call++)
        {
            var next = await _hooks.Run(Hook, Input());
            next.Data!.ToJsonString().Should().Be("""{"sapi":"cli"}""", next.Reason);
        }
    }

    [TestMethod]
    public async Task A_file_that_is_there_only_later_is_read_before_it_is_included()
    {
        const string includes = "if (is_file(__DIR__ . '/later.php')) { require __DIR__ . '/later.php'; } "
            + "else { function sapi() { return 'none'; } }";
        (await Run(includes)).Data!.ToJsonString().Should().Be("""{"sapi":"none"}""");

        _hooks.Write("later.php", "<?php function sapi() { return PHP_SAPI; }");

        (await _hooks.Run(Hook, Input())).Data!.ToJsonString().Should().Be("""{"sapi":"cli"}""");
    }

    private string Input() => $$"""{"lib": "{{_hooks.PathOf("lib/sapi.php")}}"}""";

    private async Task<HookOutcome> Run(string includes)
    {
        _hooks.Write($"{Hook}.php", $"<?php {includes} {Reply}");
        return await _hooks.Run(Hook, Input());
    }
}
