namespace Itgrix.Runtime.Service.Import;

/// <summary>What became of a part of the original connector, one line for the administrator.</summary>
/// <param name="Kind">Whether it was taken, or what is to be done.</param>
/// <param name="What">The setting or file.</param>
/// <param name="Text">Where it is now, or the question to answer.</param>
internal sealed record ImportLine(ImportKind Kind, string What, string Text);

/// <summary>What became of it.</summary>
internal enum ImportKind
{
    /// <summary>It is in the new configuration.</summary>
    Taken,

    /// <summary>A file to be copied under another name.</summary>
    Rename,

    /// <summary>A question to answer: what it means is not known here.</summary>
    Open,
}
