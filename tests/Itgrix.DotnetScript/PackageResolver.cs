using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Itgrix.DotnetScript;

/// <summary>Resolves <c>#r "nuget: ..."</c>: the packages are references of the whole script already.</summary>
internal sealed class PackageResolver(MetadataReferenceResolver other) : MetadataReferenceResolver
{
    private static readonly PortableExecutableReference Known =
        MetadataReference.CreateFromFile(typeof(object).Assembly.Location);

    public override bool ResolveMissingAssemblies => other.ResolveMissingAssemblies;

    public override PortableExecutableReference? ResolveMissingAssembly(
        MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        other.ResolveMissingAssembly(definition, referenceIdentity);

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase)
            ? [Known] : other.ResolveReference(reference, baseFilePath, properties);

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => 0;
}
