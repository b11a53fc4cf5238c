namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>Settings that depend on each other.</summary>
internal interface ICheckedSettings
{
    /// <summary>Reports what is wrong with the settings together.</summary>
    /// <param name="section">The section that they were read from.</param>
    void Check(ConfigSection section);
}
