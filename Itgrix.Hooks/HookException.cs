namespace Itgrix.Hooks;

/// <summary>A mistake in a hook's reply or input, reported to its author.</summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class HookException(string message) : Exception(message);
