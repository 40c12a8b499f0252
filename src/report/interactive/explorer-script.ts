/**
 * What an interactive page does: draws each picture when it comes near the screen, in the reader's colours, and again when
 * these change. It is text here since it runs in a browser, after the libraries; it reads nothing but the page.
 */
export const explorerScript = `(() => {
  const colors = JSON.parse(document.getElementById('theme-colors').textContent);
  const appearance = matchMedia('(prefers-color-scheme: dark)');
  const draw = async (place) => {
    const data = document.getElementById(place.dataset.spec).textContent;
    const text = appearance.matches
      ? colors.reduce((all, [light, dark]) => all.replaceAll('"' + light + '"', '"' + dark + '"'), data)
      : data;
    try {
      await vegaEmbed(place, JSON.parse(text), {
        mode: 'vega-lite', ast: true, actions: false, renderer: 'svg',
        tooltip: { theme: appearance.matches ? 'dark' : 'light' },
      });
      // The group around it has the name, and the still pictures have the words.
      place.querySelector('svg').setAttribute('aria-hidden', 'true');
      place.dataset.state = 'drawn';
    } catch (error) {
      place.dataset.state = 'failed';
      place.textContent = 'Cannot draw this picture: ' + error.message;
    }
  };
  const places = [...document.querySelectorAll('[data-spec]')];
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      draw(target);
    }
  }, { rootMargin: '600px' });
  for (const place of places) observer.observe(place);
  appearance.addEventListener('change', () => {
    for (const place of places) if (place.dataset.state === 'drawn') draw(place);
  });
})();`;
