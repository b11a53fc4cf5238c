using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>The PHP of the command line, where it runs nothing of a customer's.</summary>
internal static class PhpProgram
{
    public static TrustedProgram From(string php) => new(php, "Install php-cli, or set customizer.php.");
}
