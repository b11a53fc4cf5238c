using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text.RegularExpressions;

namespace Itgrix.DotnetScript;

/// <summary>
/// Packages that a script names, restored as dotnet-script does: by the SDK, for a project that references them, with
/// the script's own <c>NuGet.Config</c>.
/// </summary>
internal static partial class Packages
{
    /// <summary>Full paths of their assemblies, which are found when the script runs.</summary>
    public static IReadOnlyList<string> Restore(string script)
    {
        var named = Named(script, []).Distinct().ToList();
        if (named.Count == 0)
            return [];
        var folder = Directory.CreateTempSubdirectory("itgrix-packages-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        File.WriteAllText(Path.Combine(folder, "script.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <CopyLocalLockFileAssemblies>true</CopyLocalLockFileAssemblies>
                <RestorePackagesPath>{folder}/packages</RestorePackagesPath>
                <RestoreConfigFile>{Configuration(Path.GetDirectoryName(script)!)}</RestoreConfigFile>
              </PropertyGroup>
              <ItemGroup>{string.Concat(named.Select(one =>
                  $"<PackageReference Include=\"{one.Name}\" Version=\"{one.Version}\" />"))}</ItemGroup>
            </Project>
            """);
        Build(folder);
        var output = Path.Combine(folder, "out");
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(output, name.Name + ".dll") is var file && File.Exists(file)
                ? context.LoadFromAssemblyPath(file) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            Path.Combine(output, $"runtimes/{RuntimeInformation.RuntimeIdentifier}/native/lib{name}.so") is var file
            && File.Exists(file) ? NativeLibrary.Load(file) : 0;
        return [.. Directory.EnumerateFiles(output, "*.dll").Where(file => Path.GetFileName(file) != "script.dll")];
    }

    private static IEnumerable<(string Name, string Version)> Named(string file, HashSet<string> seen)
    {
        if (!seen.Add(file) || !File.Exists(file))
            yield break;
        foreach (Match match in Directive().Matches(File.ReadAllText(file)))
            if (match.Groups["load"] is { Success: true } load)
                foreach (var one in Named(Path.GetFullPath(load.Value, Path.GetDirectoryName(file)!), seen))
                    yield return one;
            else
                yield return (match.Groups["name"].Value, match.Groups["version"].Value);
    }

    private static string? Configuration(string folder) =>
        Directory.EnumerateFiles(folder).FirstOrDefault(file =>
            Path.GetFileName(file).Equals("nuget.config", StringComparison.OrdinalIgnoreCase))
        ?? (Path.GetDirectoryName(folder) is { } parent ? Configuration(parent) : null);

    private static void Build(string folder)
    {
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", "-o", "out", "-v", "q", "--nologo"])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["UseSharedCompilation"] = "false" },
        })!;
        var output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        if (build.ExitCode != 0)
            throw new InvalidOperationException(output);
    }

    [GeneratedRegex("""^\s*#(load\s+"(?<load>[^"]+)"|r\s+"nuget:\s*(?<name>[^,"]+?)\s*,\s*(?<version>[^"]+?)\s*")""",
        RegexOptions.Multiline)]
    private static partial Regex Directive();
}
